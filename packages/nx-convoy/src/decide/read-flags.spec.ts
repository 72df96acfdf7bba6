import { NO_FLAGS, runFlagsSchema, type RunFlags } from '../model/run-flags';
import { readFlags } from './read-flags';

const read = (...words: string[]) =>
  readFlags(['node', 'nx', 'run-many', '-t', 'deploy', '-c', 'dev', ...words]);

function refusalOf(...words: string[]): unknown {
  try {
    return read(...words);
  } catch (error) {
    return error;
  }
}

describe('readFlags', () => {
  it('reads nothing where nothing is typed', () => {
    expect(read()).toEqual(NO_FLAGS);
  });

  it.each<[string[], Partial<RunFlags>]>([
    [['--wait-for-lock=300'], { waitForLock: 300 }],
    [['--waitForLock=300'], { waitForLock: 300 }],
    [['--wait-for-lock', '300'], { waitForLock: 300 }],
    [['--waitForLock', '0'], { waitForLock: 0 }],
    [['--on-failure=keep'], { onFailure: 'keep' }],
    [['--onFailure', 'rollback'], { onFailure: 'rollback' }],
    [['--confirm=prod'], { confirm: 'prod' }],
    [['--reason=ticket 4711'], { reason: 'ticket 4711' }],
    [['--reason', '  ticket 4711 '], { reason: 'ticket 4711' }],
    [['--reason=a=b'], { reason: 'a=b' }],
    [['--reason=-1'], { reason: '-1' }],
    [['--reason=two\nlines'], { reason: 'two\nlines' }],
    [['--reason=true'], { reason: 'true' }],
    [['--reason=4711'], { reason: '4711' }],
    [['--hotfix'], { hotfix: true }],
    [['--hotfix=true'], { hotfix: true }],
    [['--hotfix', 'true'], { hotfix: true }],
    [['--hotfix=false'], { hotfix: false }],
    [['--hotfix', 'false'], { hotfix: false }],
    [['--no-hotfix'], { hotfix: false }],
    [['--hotfix', '--reason=x'], { hotfix: true, reason: 'x' }],
    [['--outside-window'], { outsideWindow: true }],
    [['--outsideWindow'], { outsideWindow: true }],
    [['--overwrite-drift'], { overwriteDrift: true }],
    [['--overwrite-source'], { overwriteSource: true }],
    [['--release-hold'], { releaseHold: true }],
    [['--adopt'], { adopt: true }],
    [['--logs'], { logs: true }],
    [['--no-logs'], { logs: false }],
    [['--rollback'], { rollback: true }],
    [['--to=1a2b3c4d'], { to: '1a2b3c4d' }],
    [['--to', '12345678'], { to: '12345678' }],
    [['--source=../backend'], { source: '../backend' }],
    [['--source', '../backend', '--dirty'], { source: '../backend', dirty: true }],
    [['--', '--confirm=prod'], { confirm: 'prod' }],
  ])('reads %j', (words, expected) => {
    expect(read(...words)).toEqual({ ...NO_FLAGS, ...expected });
  });

  it('reads flags before the command', () => {
    expect(readFlags(['node', 'nx', '--logs', '-t', 'deploy', 'run-many'])).toMatchObject({ logs: true });
  });

  it('leaves what it does not know to Nx', () => {
    expect(read('--parallel=8', '--verbose', '--skip-nx-cache', '--reasons=x', '--no-tui', '-r')).toEqual(
      NO_FLAGS,
    );
  });

  it('knows every flag of the schema in both spellings', () => {
    for (const name of Object.keys(runFlagsSchema.shape)) {
      const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      for (const typed of [name, dashed])
        expect(refusalOf(`--${typed}=`)).toMatchObject({ code: 'CONVOY_FLAG_INVALID' });
    }
  });

  it.each<[string[], string]>([
    [['--wait-for-lock=soon'], '--wait-for-lock is “soon”; it takes a whole number of seconds, such as 600'],
    [['--wait-for-lock=-1'], '--wait-for-lock is “-1”; it takes a whole number of seconds, such as 600'],
    [['--wait-for-lock', '-1'], '--wait-for-lock is “-1”; it takes a whole number of seconds, such as 600'],
    [['--wait-for-lock=1.5'], '--wait-for-lock is “1.5”; it takes a whole number of seconds, such as 600'],
    [['--wait-for-lock=5m'], '--wait-for-lock is “5m”; it takes a whole number of seconds, such as 600'],
    [['--waitForLock'], '--wait-for-lock has no value; it takes a whole number of seconds, such as 600'],
    [['--on-failure=stop'], '--on-failure is “stop”; it takes keep or rollback'],
    [['--on-failure', '--logs'], '--on-failure has no value; it takes keep or rollback'],
    [['--confirm'], '--confirm has no value; it takes the name of the environment'],
    [['--reason='], '--reason is “”; it takes a few words, such as --reason="ticket 4711"'],
    [['--reason=   '], '--reason is “   ”; it takes a few words, such as --reason="ticket 4711"'],
    [['--reason', '--hotfix'], '--reason has no value; it takes a few words, such as --reason="ticket 4711"'],
    [['--hotfix=yes'], '--hotfix is “yes”; it takes nothing, or true or false'],
    [['--hotfix', 'backend'], '--hotfix is “backend”; it takes nothing, or true or false'],
    [['--source='], '--source is “”; it takes the folder of a local checkout'],
    [['--to'], '--to has no value; it takes the id of a run that was a release'],
  ])('refuses %j and says what would be right', (words, message) => {
    expect(refusalOf(...words)).toMatchObject({
      code: 'CONVOY_FLAG_INVALID',
      message: expect.stringContaining(message) as string,
    });
  });

  it.each([
    [['--reason=a', '--reason=b'], '--reason cannot be used here: it is given twice'],
    [['--hotfix', '--hotfix'], '--hotfix cannot be used here: it is given twice'],
    [['--wait-for-lock=1', '--waitForLock=2'], '--wait-for-lock cannot be used here: it is given twice'],
    [['--no-confirm'], '--no-confirm cannot be used here: --confirm takes the name of the environment'],
    [['--no-hotfix=false'], '--no-hotfix cannot be used here'],
  ])('refuses %j', (words, message) => {
    expect(refusalOf(...words)).toMatchObject({
      code: 'CONVOY_FLAG_MISPLACED',
      message: expect.stringContaining(message) as string,
    });
  });
});
