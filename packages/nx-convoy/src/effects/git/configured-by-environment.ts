type Variables = Readonly<Record<string, string>>;

/**
 * The environment with settings of git added to those that it has already. What stands in the environment is not on a command line, and no
 * settings of a repository win over it.
 */
export function configuredByEnvironment(
  environment: Variables,
  settings: readonly (readonly [key: string, value: string])[],
): Record<string, string> {
  const already = Number(environment['GIT_CONFIG_COUNT'] ?? '0');
  const added: Record<string, string> = { GIT_CONFIG_COUNT: String(already + settings.length) };
  for (const [index, [key, value]] of settings.entries()) {
    added[`GIT_CONFIG_KEY_${already + index}`] = key;
    added[`GIT_CONFIG_VALUE_${already + index}`] = value;
  }
  return { ...environment, ...added };
}
