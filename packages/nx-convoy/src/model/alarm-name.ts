import type { AlarmDeclaration } from './alarm-declaration';

/** The name of a declared alarm, placeholders as written. */
export function alarmName(declared: AlarmDeclaration): string {
  return 'preset' in declared ? `${declared.function}-errors` : declared.name;
}
