import { readFile } from 'node:fs/promises';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { z } from 'zod';
import { SandboxError } from './sandbox-error';

const perEnvironment = z.record(z.string(), z.string());
const componentSchema = z.object({
  stage: perEnvironment.optional(),
  values: z.record(z.string(), perEnvironment).optional(),
  observes: z.object({ stacks: z.array(z.string()).optional() }).optional(),
  outputs: z
    .record(z.string(), z.object({ stack: z.string().optional(), output: z.string().optional() }))
    .optional(),
  pages: z
    .object({ project: z.string(), branches: z.record(z.string(), z.object({ branch: z.string() })) })
    .optional(),
});
const manifestSchema = z.object({
  environments: z.record(
    z.string(),
    z.object({
      account: z.string().regex(/^\d{12}$/),
      region: z.string(),
      database: z.string().optional(),
      bucket: z.string().optional(),
      closed: z.string().optional(),
    }),
  ),
  repos: z.record(
    z.string(),
    z.object({ url: z.string(), components: z.record(z.string(), componentSchema) }),
  ),
});

/** What the sandbox needs of `repos.json`; the plugin alone judges the whole of it. */
export type Manifest = z.infer<typeof manifestSchema>;
export type Component = z.infer<typeof componentSchema>;

export async function readManifest(file: string): Promise<Manifest> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new SandboxError(`${file} cannot be read.`, 'Run this in the folder of the workspace.', cause);
  });
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) {
    throw new SandboxError(
      `${file} is not JSON: ${printParseErrorCode(first.error)} at offset ${first.offset}.`,
      'Correct it.',
    );
  }
  const judged = manifestSchema.safeParse(value);
  if (judged.success) return judged.data;
  throw new SandboxError(
    `${file} does not say what the sandbox needs:\n${z.prettifyError(judged.error)}`,
    'Correct it.',
  );
}
