import { errorDescriptions } from '../packages/nx-convoy/src/model/error-descriptions';

/** docs/errors.md: every code, when it is reported and what to do. */
export function errorsPage(): string {
  const sections = Object.entries(errorDescriptions)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, { when, action }]) => `## ${code}\n\n${when}\n\n**What to do:** ${action}\n`);
  return `# Errors

Every refusal and failure has a code that stays the same, says what is wrong with the value it found, and ends with what to type. This
page is generated from the catalogue (\`npm run generate\`).

${sections.join('\n')}`;
}
