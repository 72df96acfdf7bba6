import type { GetTemplateSummaryOutput, Stack } from '@aws-sdk/client-cloudformation';
import type { Cloud, StackSource } from '../ports';
import { orNull, type Access } from './access';
import { describeStack, isAbsentStack, type LoadCloudFormation } from './cloud-formation';

/** What a stack was made from, so that it can be put back. */
export function createStackSource(access: Access, load: LoadCloudFormation): Pick<Cloud, 'stackSource'> {
  return {
    stackSource: (name) =>
      access.call(`read what stack ${name} is made from`, async (abortSignal) => {
        const { sdk, client } = await load();
        const stack = await describeStack({ sdk, client }, name, abortSignal);
        // Under review it was never made from anything.
        if (stack === null || stack.StackStatus === 'REVIEW_IN_PROGRESS') return null;
        const original = new sdk.GetTemplateCommand({ StackName: name, TemplateStage: 'Original' });
        const summarised = new sdk.GetTemplateSummaryCommand({ StackName: name });
        const [template, summary] = await Promise.all([
          orNull(client.send(original, { abortSignal }), isAbsentStack),
          orNull(client.send(summarised, { abortSignal }), isAbsentStack),
        ]);
        if (template?.TemplateBody === undefined || summary === null) return null;
        return sourceOf(template.TemplateBody, stack, summary);
      }),
  };
}

function sourceOf(template: string, stack: Stack, summary: GetTemplateSummaryOutput): StackSource {
  const hidden = new Set(
    (summary.Parameters ?? []).flatMap(({ NoEcho, ParameterKey }) => (NoEcho === true ? [ParameterKey] : [])),
  );
  const parameters = (stack.Parameters ?? []).flatMap(({ ParameterKey: key, ParameterValue: value }) =>
    key === undefined ? [] : [[key, hidden.has(key) ? null : (value ?? '')] as const],
  );
  // AWS's own tags are shown, but cannot be set.
  const tags = (stack.Tags ?? []).flatMap(({ Key, Value }) =>
    Key === undefined || Value === undefined || Key.startsWith('aws:') ? [] : [[Key, Value] as const],
  );
  // A template with a macro is taken only with this word, whichever way it came to the stack.
  const macros = (summary.DeclaredTransforms ?? []).length > 0 ? ['CAPABILITY_AUTO_EXPAND'] : [];
  return {
    template,
    parameters: Object.fromEntries(parameters),
    tags: Object.fromEntries(tags),
    capabilities: [...new Set([...(stack.Capabilities ?? []), ...macros])].sort(),
  };
}
