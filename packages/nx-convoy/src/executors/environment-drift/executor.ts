import type { ExecutorContext } from '@nx/devkit';
import { compareFlags } from '../../flows/compare-flags';
import { driftDocument } from '../../flows/drift';
import { isDrifted, type DriftDocument } from '../../model/drift-document';
import { componentIn, componentNames } from '../../workspace';
import { driftPlace, driftQuestion, type DriftOptions } from '../drift-questions';
import { underEnvironment, type EnvironmentOptions } from '../under-environment';

export default function environmentDriftExecutor(
  options: EnvironmentOptions & DriftOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underEnvironment('drift', options, context, async ({ workspace, name, run, world }) => {
    const { manifest } = workspace;
    const asking = { workspace, run, options };
    const present = componentNames(manifest).filter((each) => componentIn(manifest, each, name) !== null);
    const questions = await Promise.all(present.map((each) => driftQuestion(each, asking)));
    const place = await driftPlace(asking, context);
    const { other } = place;
    const [drift, flags] = await Promise.all([
      driftDocument(place, questions, world),
      other === null ? [] : compareFlags(manifest, { environment: name, world }, other),
    ]);
    const document: DriftDocument = { ...drift, flags };
    return { document, note: { type: 'drift', document }, success: !isDrifted(document.components) };
  });
}
