/**
 * The environment variable by which the run hook tells Nx what a verification of the component would be about: Nx replays a pass only where it is the same.
 * Names of components hold no underscores, so no two share one.
 */
export function liveVariable(component: string): string {
  return `CONVOY_LIVE_${component.toUpperCase().replaceAll('-', '_')}`;
}
