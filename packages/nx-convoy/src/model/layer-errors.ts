import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns layers that functions share.

export function layersDiffer(environment: string, lines: readonly string[]): CoordinationError {
  return refusal(
    'CONVOY_LAYERS_DIFFER',
    `${environment} is no release: functions that share a layer differ\n${lines.map((line) => `    ${line}`).join('\n')}`,
    { remedy: `npx nx run convoy:layers:${environment} --align` },
  );
}

export function alignmentFailed(environment: string, component: string, message: string): CoordinationError {
  return refusal(
    'CONVOY_ALIGNMENT_FAILED',
    `the layers of ${component} in ${environment} could not be aligned, and what was aligned before it went back\n    ${message}`,
    { remedy: `mend the cause, then  npx nx run convoy:layers:${environment} --align` },
  );
}
