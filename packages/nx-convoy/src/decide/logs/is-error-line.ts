const ERROR =
  /\b(ERROR|FATAL|CRITICAL|Traceback|Task timed out|Unhandled|FunctionError)\b|\b[A-Z]\w*(Error|Exception)\b|\bRuntime\.[A-Z]\w+|"level"\s*:\s*"(error|fatal|critical)"/;

/** Whether a line tells of trouble. Lines below a traceback's first belong to it until one that is not indented, which names the error. */
export function errorLines(): (stream: string, message: string) => boolean {
  const inside = new Set<string>();
  return (stream, message) => {
    const isIndented = /^\s/.test(message);
    if (inside.has(stream)) {
      if (!isIndented) inside.delete(stream);
      return true;
    }
    const lines = message.trimEnd().split('\n');
    if (lines.at(-1)?.startsWith('Traceback (most recent call last)') === true) inside.add(stream);
    return ERROR.test(message);
  };
}
