// Errors that nobody throws need no stack. The `yaml` package makes an error object for every mistake in a text, and an engine that notes a stack
// in each spends more time on that than on the text.

const LIMIT = "stackTraceLimit";

/** Runs something with errors that carry no stack, and puts things back as they were. Engines without such a limit lose nothing. */
export function withoutStackTraces<T>(run: () => T): T {
  const before: unknown = Reflect.get(Error, LIMIT);
  if (typeof before !== "number" || !Reflect.set(Error, LIMIT, 0)) return run();
  try {
    return run();
  } finally {
    Reflect.set(Error, LIMIT, before);
  }
}
