import { judgeAlarms } from '../../decide/alarms/judge-alarms';
import { readAlarms } from '../read-alarms';
import type { Order } from '../order';
import type { World } from '../world';
import type { Finding } from './finding';

/** What the alarms of the component say; during a deploy compared with before it. */
export async function checkAlarms({ component, alarmsBefore }: Order, world: World): Promise<Finding> {
  const { alarms: declared, name, environment } = component;
  const live = await readAlarms(component, world);
  const { verdict, evidence, missing } = judgeAlarms({ declared, live, before: alarmsBefore });
  const command = `npx nx alarms ${name} --configuration=${environment}`;
  if (missing.length > 0) return { verdict, evidence, remedy: `put them:  ${command}` };
  if (verdict !== 'inconclusive') return { verdict, evidence };
  return { verdict, evidence, remedy: 'verify again when CloudWatch has data' };
}
