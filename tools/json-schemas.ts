import { z } from 'zod';
import { driftDocumentSchema } from '../packages/nx-convoy/src/model/drift-document';
import { layersDocumentSchema } from '../packages/nx-convoy/src/model/layers-document';
import { manifestSchema } from '../packages/nx-convoy/src/model/manifest';
import { metricsDocumentSchema } from '../packages/nx-convoy/src/model/metrics-document';
import { pinSchema } from '../packages/nx-convoy/src/model/pin';
import { edgesDocumentSchema } from '../packages/nx-convoy/src/model/edges-document';
import { featureDocumentSchema } from '../packages/nx-convoy/src/model/feature-document';
import { runtimesDocumentSchema } from '../packages/nx-convoy/src/model/runtimes-document';
import { runReportSchema } from '../packages/nx-convoy/src/model/run-report';
import { statusDocumentSchema } from '../packages/nx-convoy/src/model/status-document';

// JSON Schemas of the public files, as draft 7: what editors understand.

interface Titled {
  readonly title: string;
  readonly description: string;
}

/** The schema of repos.json, for editors. */
export function manifestJsonSchema(): string {
  const titled = {
    title: 'repos.json',
    description: 'Environments, repositories and components of nx-convoy.',
  };
  // Two words of editors, not of JSON Schema.
  return jsonSchema(manifestSchema, { ...titled, ...{ allowComments: true, allowTrailingCommas: true } });
}

/** The schemas of the documents that the plugin writes. */
export function documentSchemas(): { name: string; text: string }[] {
  return [
    {
      name: 'status-document.schema',
      text: jsonSchema(statusDocumentSchema, {
        title: 'Status of an environment',
        description: 'Written by nx run convoy:status:<environment> --outputFile=<file>.',
      }),
    },
    {
      name: 'drift-document.schema',
      text: jsonSchema(driftDocumentSchema, {
        title: 'Drift of an environment',
        description: 'Written by nx run convoy:drift:<environment> --outputFile=<file>.',
      }),
    },
    {
      name: 'run-report.schema',
      text: jsonSchema(runReportSchema, {
        title: 'Run report',
        description: 'Written by every run to .convoy/runs/<run>.json.',
      }),
    },
    {
      name: 'edges-document.schema',
      text: jsonSchema(edgesDocumentSchema, {
        title: 'References between components',
        description: 'Written by nx run convoy:edges:<environment> --outputFile=<file>.',
      }),
    },
    {
      name: 'runtimes-document.schema',
      text: jsonSchema(runtimesDocumentSchema, {
        title: 'Runtimes and packages',
        description: 'Written by nx run convoy:runtimes:<environment> --outputFile=<file>.',
      }),
    },
    {
      name: 'layers-document.schema',
      text: jsonSchema(layersDocumentSchema, {
        title: 'Shared layers of an environment',
        description: 'Written by nx run convoy:layers:<environment> --outputFile=<file>.',
      }),
    },
    {
      name: 'feature-document.schema',
      text: jsonSchema(featureDocumentSchema, {
        title: 'Status of a feature',
        description: 'Written by nx run convoy:status --feature=<branch> --outputFile=<file>.',
      }),
    },
    {
      name: 'metrics-document.schema',
      text: jsonSchema(metricsDocumentSchema, {
        title: 'Metrics',
        description: 'Written by nx run convoy:metrics --outputFile=<file>.',
      }),
    },
    {
      name: 'pin.schema',
      text: jsonSchema(pinSchema, {
        title: 'Pin',
        description: 'components/<component>/pins/<environment>.json, written by nx g nx-convoy:pin.',
      }),
    },
  ];
}

function jsonSchema(schema: z.ZodType, titled: Titled): string {
  const generated = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return `${JSON.stringify({ $schema: generated.$schema, ...titled, ...generated }, null, 2)}\n`;
}
