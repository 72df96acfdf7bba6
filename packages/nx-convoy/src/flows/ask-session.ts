import { isCoordinationError } from '../model/coordination-error';
import { askDatabase, readWish } from './ask-database';
import type { Order } from './order';
import type { World } from './world';

/** At any time; the words only where a statement would begin. */
const QUIT = '\\q';
const ENDS = ['exit', 'quit'];

/**
 * A prompt on a database that may only read. Each statement, up to its semicolon, is a question of its own, asked as `--query` would be; one that is refused or fails is told, and
 * the next one may be typed. Answers how many were answered.
 */
export async function askSession(order: Order, world: World): Promise<number> {
  const { environment } = order.component;
  world.output.line(`${environment}: only reading; a statement ends with ;   \\q or Ctrl-D ends the session`);
  // Nx hands on what is typed only there; elsewhere the question waits for an answer that never comes.
  world.output.line('typed on the screen of Nx: press i first; without that screen use --query or --file');
  let answered = 0;
  while (!world.interrupted()) {
    const text = await nextStatement(environment, world);
    if (text === null) break;
    if (await answer(order, text, world)) answered += 1;
  }
  return answered;
}

/** null: the person has done. */
async function nextStatement(environment: string, world: World): Promise<string | null> {
  const lines: string[] = [];
  for (;;) {
    const line = await world.questions.ask(lines.length === 0 ? `${environment}=> ` : `${environment}-> `);
    if (line === null || line.trim() === QUIT) return null;
    if (lines.length === 0 && ENDS.includes(line.trim().replace(/;$/, '').toLowerCase())) return null;
    if (lines.length === 0 && line.trim() === '') continue;
    lines.push(line);
    if (line.trimEnd().endsWith(';')) return lines.join('\n');
  }
}

async function answer(order: Order, text: string, world: World): Promise<boolean> {
  try {
    const lines = await readWish(order, { text, mayWrite: false }, world);
    const end = await askDatabase(order, { lines, mayWrite: false }, world);
    if (end.type !== 'answered') world.output.line(`✘ ${end.message}`);
    return end.type === 'answered';
  } catch (cause) {
    if (!isCoordinationError(cause)) throw cause;
    world.output.line(`✘ ${cause.code}   ${cause.message}`);
    world.output.line(`    ${cause.remedy}`);
    return false;
  }
}
