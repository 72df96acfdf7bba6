import type { Tree } from '@nx/devkit';
import { existsIn } from '../../model/component-entry';
import { isCoordinationError } from '../../model/coordination-error';
import { declaredComponent } from '../../model/declared-component';
import { declaredEnvironment } from '../../model/declared-environment';
import { componentAbsent, refUnsafe } from '../../model/errors';
import { refMissing } from '../../model/generator-errors';
import { refTrouble } from '../../model/git-words';
import type { Manifest } from '../../model/manifest';
import { pinPath, type Pin } from '../../model/pin';
import { parsePin } from '../../model/read-pin';
import { manifestIn } from '../manifest-in';
import type { OpenWorld } from '../open-world';
import { choosePins, type PinChoice, type PinRequest } from './choose-pins';
import type { PinOptions } from './schema';

/** Moves the pins of an environment to a ref. Writes files only; committing them is for a person. */
export async function writePins(tree: Tree, options: PinOptions, openWorld: OpenWorld): Promise<void> {
  const request = requestOf(manifestIn(tree), options);
  const world = await openWorld(tree.root, request.environment);
  const known = (component: string): Pin | null => knownPin(tree, component, request.environment);
  const choices = await choosePins(request, known, world.repos);
  const width = Math.max(...choices.map(({ component }) => component.length));
  for (const choice of choices) {
    if (choice.type === 'write') {
      tree.write(pinPath(choice.component, request.environment), `${JSON.stringify(choice.pin, null, 2)}\n`);
    }
    world.output.line(`${choice.component.padEnd(width)}  ${describe(choice)}`);
  }
  world.output.line(closing(choices, request));
}

/** Refuses everything that can be refused without asking a remote. */
function requestOf(manifest: Manifest, options: PinOptions): PinRequest {
  const { environment } = options;
  const components = options.component === undefined ? null : namesIn(options.component);
  const declaration = declaredEnvironment(manifest, environment, '--environment');
  for (const component of components ?? []) refuseUnknown(manifest, component, environment);
  const ref = options.ref ?? declaration.branch;
  if (ref === undefined) throw refMissing(environment);
  const trouble = refTrouble(ref);
  if (trouble !== null) throw refUnsafe(ref, trouble);
  return { manifest, environment, ref, components };
}

function namesIn(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}

function refuseUnknown(manifest: Manifest, component: string, environment: string): void {
  if (!existsIn(declaredComponent(manifest, component), environment))
    throw componentAbsent(component, environment);
}

/** A pin that cannot be read is no reason to refuse: it is what is being replaced. */
function knownPin(tree: Tree, component: string, environment: string): Pin | null {
  const path = pinPath(component, environment);
  const text = tree.read(path, 'utf8');
  if (text === null) return null;
  try {
    return parsePin(text, { path, component, environment });
  } catch (error) {
    if (isCoordinationError(error)) return null;
    throw error;
  }
}

function describe(choice: PinChoice): string {
  const before = choice.before === null ? 'unpinned' : choice.before.commit.slice(0, 7);
  switch (choice.type) {
    case 'write':
      return `${before} → ${choice.pin.commit.slice(0, 7)}  ${choice.pin.ref}`;
    case 'keep':
      return `${before} =  unchanged: the same tree`;
    case 'skip':
      return `${before} –  skipped: ${choice.why}`;
  }
}

function closing(choices: readonly PinChoice[], { environment, ref }: PinRequest): string {
  const written = choices.filter((choice) => choice.type === 'write').length;
  if (written === 0) return `nothing to pin: ${environment} already has the trees of ${ref}`;
  const message = `"chore(pins): ${environment} to ${ref}"`;
  return `commit them:  git add components && git commit -m ${message}        then:  npx nx run convoy:plan:${environment}`;
}
