import { execFile } from 'node:child_process';
import { platform } from 'node:os';
import { promisify } from 'node:util';
import { z } from 'zod';
import { SandboxError } from '../sandbox-error';

const run = promisify(execFile);
// Python 2 must be able to answer, too.
const question = `
import json, sys
try:
    import ensurepip, venv
    usable = True
except ImportError:
    usable = False
print(json.dumps({"executable": sys.executable, "version": list(sys.version_info[:3]), "canMakeVenv": usable}))
`;
const answerSchema = z.object({
  executable: z.string().min(1),
  version: z.tuple([z.number(), z.number(), z.number()]),
  canMakeVenv: z.boolean(),
});
type Answer = z.infer<typeof answerSchema>;

export interface Python {
  readonly executable: string;
  readonly version: string;
}

/** Words of a command line, tried in turn: `python3` may be too old where `python3.12` lies beside it. */
const commonNames: readonly (readonly string[])[] = [
  ...(platform() === 'win32' ? [['py', '-3']] : []),
  ['python3'],
  ['python3.13'],
  ['python3.12'],
  ['python3.11'],
  ['python3.10'],
  ['python'],
];

/** A Python of at least 3.10 that can make virtual environments: the one that CONVOY_PYTHON names, else the first on the PATH. */
export async function findPython(environment: NodeJS.ProcessEnv): Promise<Python> {
  const named = environment['CONVOY_PYTHON'];
  const refusals: string[] = [];
  for (const command of named ? [[named]] : commonNames) {
    const answer = await ask(command, environment);
    const refusal = judge(answer);
    if (answer !== undefined && refusal === undefined) {
      return { executable: answer.executable, version: answer.version.join('.') };
    }
    if (answer !== undefined || named) refusals.push(`${command.join(' ')}: ${refusal ?? 'unusable'}`);
  }
  throw pythonMissing(refusals);
}

async function ask(command: readonly string[], environment: NodeJS.ProcessEnv): Promise<Answer | undefined> {
  const [program, ...args] = command;
  if (program === undefined) return undefined;
  try {
    const { stdout } = await run(program, [...args, '-c', question], { env: environment, timeout: 20_000 });
    return answerSchema.parse(JSON.parse(stdout));
  } catch {
    return undefined;
  }
}

/** Why a Python will not do, if so. */
function judge(answer: Answer | undefined): string | undefined {
  if (answer === undefined) return 'cannot be run';
  const [major, minor] = answer.version;
  if (major < 3 || (major === 3 && minor < 10)) return `is ${answer.version.join('.')}, too old`;
  return answer.canMakeVenv ? undefined : `${answer.version.join('.')} has no venv module`;
}

function pythonMissing(refusals: readonly string[]): SandboxError {
  const seen =
    refusals.length === 0
      ? 'There is none on the PATH.'
      : `Found:\n${refusals.map((line) => `    ${line}`).join('\n')}`;
  return new SandboxError(
    `The sandbox needs Python 3.10 or newer for the AWS emulator. ${seen}`,
    [
      'Any of these:',
      '    Debian, Ubuntu    apt-get install python3 python3-venv',
      '    macOS             brew install python@3.12',
      '    Windows           winget install Python.Python.3.12',
      '    one that is not on the PATH: CONVOY_PYTHON=/path/to/python3 nx run sandbox:up',
    ].join('\n'),
  );
}
