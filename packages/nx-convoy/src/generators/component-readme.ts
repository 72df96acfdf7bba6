/** The README that keeps a component's folder tracked: Nx does not find a project whose folder is empty. */
export function componentReadme(name: string, description: string): string {
  return `# ${name}

${description}

Its repository, commands and checks are declared in \`repos.json\`; \`pins/\` says which commit each environment should run.
`;
}

/** The README of the folder that is the root of project \`convoy\`. */
export const COMPONENTS_README = `# components

One folder a component of \`repos.json\`, with what should run where:

    components/<component>/pins/<environment>.json     {"repo", "ref", "commit", "tree"}

Pins are written by \`npx nx g nx-convoy:pin --environment=<environment> --ref=<branch>\` and committed: their history is the history of
what should have run. A folder must hold at least one tracked file, or Nx does not find the project; that is what the READMEs are for.

This folder is also the root of project \`convoy\`, which answers for an environment as a whole: \`npx nx run convoy:status:<environment>\`.
`;
