import type { CommandDeclaration, PrepareDeclaration } from '../manifest';
import { splitCommand } from '../split-command';
import { pathOf, type Rule } from './judged';
import { quoted, type Finding, type ManifestPath } from './problem';

type AnyCommand = CommandDeclaration | PrepareDeclaration;

export const brokenCommands: Rule = ({ entries }) =>
  entries.flatMap((entry) => {
    const { prepare = [], deploy = [], connect = {}, test, checks = [] } = entry.declaration;
    const path = pathOf(entry);
    return [
      ...prepare.flatMap((command, index) => commandFindings([...path, 'prepare', index], command)),
      ...deploy.flatMap((command, index) => commandFindings([...path, 'deploy', index], command)),
      ...Object.entries(connect).flatMap(([environment, command]) =>
        commandFindings([...path, 'connect', environment], command),
      ),
      ...(test === undefined || test === false ? [] : commandFindings([...path, 'test'], test)),
      ...checks.flatMap((check, index) =>
        'run' in check ? commandFindings([...path, 'checks', index], check) : [],
      ),
    ];
  });

function commandFindings(path: ManifestPath, command: AnyCommand): Finding[] {
  const run = typeof command === 'string' ? command : command.run;
  const place = typeof command === 'string' ? path : [...path, 'run'];
  const hasShell = typeof command !== 'string' && 'shell' in command && command.shell !== undefined;
  if (typeof run !== 'string') {
    if (hasShell)
      return [
        {
          path: place,
          message: 'a shell takes one text, not a list of words',
          allowed: 'write "run" as one text, or leave "shell" out',
        },
      ];
    return run[0]?.trim() === '' ? [{ path: place, message: 'the first word, the program, is empty' }] : [];
  }
  if (hasShell) return run.trim() === '' ? [{ path: place, message: 'there is no command in it' }] : [];
  const split = splitCommand(run);
  if (split.type === 'words') return [];
  return [
    {
      path: place,
      message: `${quoted(run)} is no command: ${split.what}`,
      allowed: 'quotes group words; write "run" as a list to avoid them',
    },
  ];
}
