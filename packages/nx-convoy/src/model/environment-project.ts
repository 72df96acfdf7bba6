/** The project that holds the targets for an environment as a whole; no component can be called so. */
export const ENVIRONMENT_PROJECT = 'convoy';
