import type { ExecutorContext } from '@nx/devkit';
import { planAlignment, type AlignmentPlan } from '../../decide/layers/plan-alignment';
import { deployOrder } from '../../decide/graph';
import { windowRefusal } from '../../decide/guards/window-refusal';
import { presentComponents } from '../../decide/present-components';
import { receiptReport } from '../../decide/receipt-report';
import { renderAlignment, renderLayers } from '../../decide/render-layers';
import { alignLayers, type AlignmentEnd } from '../../flows/align-layers';
import { layersOf } from '../../flows/layers';
import type { Order } from '../../flows/order';
import { environmentClosed } from '../../model/errors';
import { confirmMissing } from '../../model/flag-errors';
import { alignmentFailed } from '../../model/layer-errors';
import type { LayersDocument } from '../../model/layers-document';
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
}

export default function environmentLayersExecutor(
  options: LayersOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underEnvironment('layers', options, context, async (task) => {
    const { name, workspace, world } = task;
    const components = inDeployOrder(presentComponents(workspace.manifest, name), task);
    const document = await layersOf(name, components, world);
    if (options.align === true) return align({ document, components, isDry: options.dryRun === true }, task);
    for (const line of renderLayers(document)) world.output.line(line);
    return { document, note: null, success: document.layers.every((layer) => layer.trouble.length === 0) };
  });
}

function inDeployOrder(components: ResolvedComponent[], { workspace }: EnvironmentTask): ResolvedComponent[] {
  const order = deployOrder(workspace.manifest);
  return components.sort((left, right) => order.indexOf(left.name) - order.indexOf(right.name));
}

interface Aligning {
  readonly document: LayersDocument;
  readonly components: readonly ResolvedComponent[];
  readonly isDry: boolean;
}

async function align({ document, components, isDry }: Aligning, task: EnvironmentTask): Promise<Answer> {
  const { name, world } = task;
  const plan = Object.freeze(planAlignment(document.layers, components));
  for (const line of renderAlignment(plan)) world.output.line(line);
  if (isDry || plan.functions.length === 0)
    return {
      document: { ...document, plan: planDocument(plan) },
      note: null,
      success: plan.foreign.length === 0,
    };
  guard(task);
  const orders = new Map(
    await Promise.all(components.map(async (each) => [each.name, await meant(each, task)] as const)),
  );
  const stopBeating = world.beat(name);
  try {
    const end = await alignLayers({ environment: name, plan, orders }, world);
    await noteEach(end, task);
    if (end.type === 'put-back')
      throw alignmentFailed(name, end.failed.component, end.failed.failure?.message ?? '');
    const after = await layersOf(name, components, world);
    for (const line of renderLayers(after)) world.output.line(line);
    const success = after.layers.every((layer) => layer.trouble.length === 0);
    return { document: { ...after, plan: planDocument(plan) }, note: null, success };
  } finally {
    stopBeating();
  }
}

function planDocument({ functions }: AlignmentPlan) {
  return functions.map(({ component, function: name, what }) => ({
    component,
    function: name,
    what: [...what],
  }));
}

/** It changes what runs, as a deploy does. */
function guard({ name, environment, world }: EnvironmentTask): void {
  if (environment.closed !== undefined) throw environmentClosed(name, environment.closed);
  const { confirm, outsideWindow } = world.flags;
  if (environment.protected === true && confirm !== name) throw confirmMissing(name, confirm);
  const windows = environment.windows ?? [];
  const refusal = windowRefusal({ environment: name, windows, now: world.clock.now(), outsideWindow });
  if (refusal !== null) throw refusal;
}

/** What is live is meant, as it was declared when it was deployed: a newer pin is the next deploy's business. */
async function meant(
  component: ResolvedComponent,
  { workspace, run, world, name }: EnvironmentTask,
): Promise<Order> {
  const order = await orderFor(workspace, component, run);
  const last = (await world.ledger.read(name)).components[component.name]?.verified ?? null;
  if (last === null) return order;
  const { commit, tree, declaration } = last;
  return { ...order, component: { ...component, declaration }, pin: { ...order.pin, commit, tree } };
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
