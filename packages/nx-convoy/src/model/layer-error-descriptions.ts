import type { ErrorDescription } from './error-descriptions';

/** The codes of layers that functions share. */
export const layerErrorDescriptions = {
  CONVOY_LAYERS_DIFFER: {
    when: 'Everything is at its pin, but functions that share a layer do not have the same version of it, as their callers get it: somebody changed one, or one was not published. No release is recorded.',
    action:
      '`npx nx run convoy:layers:<environment>` shows who has what; with `--align` it brings all to the newest version.',
  },
  CONVOY_ALIGNMENT_FAILED: {
    when: 'A function that was given the newest version of a shared layer did not pass its checks, or could not be changed. It and those before it were put back; where that did not work, the message says so.',
    action: 'Mend the cause named in the message, then the same command again.',
  },
  CONVOY_ALIGNMENT_UNSAFE: {
    when: 'Layers were to be aligned, but a component has more that differs from what was verified last: it never was, a run failed, somebody changed it by hand, or its alias is at other code than its newest state (after a rollback). Publishing a version would pass that off as verified.',
    action:
      'Deploy the component, which brings it to its pin; then align. What was changed by hand is kept, and recorded, with `--reason="…"`.',
  },
} as const satisfies Readonly<Record<`CONVOY_${string}`, ErrorDescription>>;
