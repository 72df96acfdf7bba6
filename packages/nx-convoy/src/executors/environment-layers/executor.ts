import type { ExecutorContext } from '@nx/devkit';
import { planAlignment } from '../../decide/layers/plan-alignment';
import { deployOrder } from '../../decide/graph';
import { windowRefusal } from '../../decide/guards/window-refusal';
import { presentComponents } from '../../decide/present-components';
import { receiptReport } from '../../decide/receipt-report';
import { renderAlignment, renderLayers } from '../../decide/render-layers';
import { calendarOf } from '../../flows/calendar-of';
import { alignLayers, type AlignmentEnd } from '../../flows/align-layers';
import { layersOf } from '../../flows/layers';
import type { Order } from '../../flows/order';
import { digestOf } from '../../model/digest';
import { environmentClosed } from '../../model/errors';
import { confirmMissing } from '../../model/flag-errors';
import { alignmentFailed } from '../../model/layer-errors';
import { plannedAlignment, type LayersDocument } from '../../model/layers-document';
import type { ResolvedComponent } from '../../model/resolved-component';
import { orderFor } from '../../order-for';
import {
  underEnvironment,
  type Answer,
  type EnvironmentOptions,
  type EnvironmentTask,
} from '../under-environment';

interface LayersOptions extends EnvironmentOptions {
  readonly align?: boolean;
  readonly dryRun?: boolean;
  readonly includeForeign?: boolean;
}

export default function environmentLayersExecutor(
  options: LayersOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underEnvironment('layers', options, context, async (task) => {
    const { name, workspace, world } = task;
    const components = inDeployOrder(presentComponents(workspace.manifest, name), task);
    const document = await layersOf(name, components, world);
    if (options.align === true) return align({ document, components, options }, task);
    for (const line of renderLayers(document)) world.output.line(line);
    return answer(document);
  });
}

function answer(document: LayersDocument): Answer {
  return { document, note: null, success: document.layers.every((layer) => layer.trouble.length === 0) };
}

function inDeployOrder(components: ResolvedComponent[], { workspace }: EnvironmentTask): ResolvedComponent[] {
  const order = deployOrder(workspace.manifest);
  return components.sort((left, right) => order.indexOf(left.name) - order.indexOf(right.name));
}

interface Aligning {
  readonly document: LayersDocument;
  readonly components: readonly ResolvedComponent[];
  readonly options: LayersOptions;
}

async function align({ document, components, options }: Aligning, task: EnvironmentTask): Promise<Answer> {
  const { name, world } = task;
  const wish = { components, includesForeign: options.includeForeign === true };
  const plan = planAlignment(document.layers, wish);
  for (const line of renderAlignment(plan)) world.output.line(line);
  if (options.dryRun === true || plan.functions.length === 0)
    return {
      document: { ...document, plan: plannedAlignment(plan.functions) },
      note: null,
      success: plan.foreign.length === 0,
    };
  guard(task);
  const stopBeating = world.beat(name);
  try {
    const ordered = (component: string) => orderOf(component, components, task);
    const end = await alignLayers({ environment: name, ...wish, orderOf: ordered }, world);
    if (digestOf(end.plan) !== digestOf(plan))
      for (const line of ['it was other when the lock was ours:', ...renderAlignment(end.plan)])
        world.output.line(line);
    await noteEach(end, task);
    requirePassed(end, name);
    const after = await layersOf(name, components, world);
    for (const line of renderLayers(after)) world.output.line(line);
    return answer({ ...after, plan: plannedAlignment(end.plan.functions) });
  } finally {
    stopBeating();
  }
}

function requirePassed({ type, failed, stuck }: AlignmentEnd, environment: string): void {
  if (type !== 'put-back' || failed === null) return;
  const message = failed.failure?.message ?? failed.summary;
  throw alignmentFailed({ environment, component: failed.component, message, stuck });
}

/** It changes what runs, as a deploy does. */
function guard({ name, environment, world }: EnvironmentTask): void {
  if (environment.closed !== undefined) throw environmentClosed(name, environment.closed);
  const { confirm } = world.flags;
  if (environment.protected === true && confirm !== name) throw confirmMissing(name, confirm);
  const refusal = windowRefusal(calendarOf(name, environment, world));
  if (refusal !== null) throw refusal;
}

function orderOf(
  name: string,
  components: readonly ResolvedComponent[],
  { workspace, run }: EnvironmentTask,
): Promise<Order> {
  const component = components.find((each) => each.name === name);
  if (component === undefined) throw new TypeError(`no component ${name}`);
  return orderFor(workspace, component, run);
}

/** The run's report tells of them as of deploys; of a component that was put back, the last word. */
async function noteEach({ receipts }: AlignmentEnd, { run, world }: EnvironmentTask): Promise<void> {
  for (const receipt of receipts) {
    const report = receiptReport(receipt);
    await world.journal.note(run.run, `deploy-${receipt.component}`, {
      type: 'work',
      target: 'deploy',
      report,
    });
  }
}
