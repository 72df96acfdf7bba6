import type { ExecutorContext } from '@nx/devkit';
import { driftDocument } from '../../flows/drift';
import { isDrifted } from '../../model/drift-document';
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
    const document = await driftDocument(await driftPlace(asking, context), questions, world);
    return { document, note: { type: 'drift', document }, success: !isDrifted(document.components) };
  });
}
