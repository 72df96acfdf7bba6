import type { ResolvedComponent } from '../../model/resolved-component';

export interface LogGroup {
  readonly component: string;
  readonly region: string;
  readonly group: string;
}

/** The log groups of components: those of their functions, and those that are declared. */
export function logGroups(components: readonly ResolvedComponent[]): LogGroup[] {
  return components.flatMap(({ name: component, region, observes }) => {
    const functions = observes.functions.map(({ name }) => `/aws/lambda/${name}`);
    const all = [...new Set([...functions, ...(observes.logs ?? [])])];
    return all.map((group) => ({ component, region, group }));
  });
}
