// Looking into values whose shape nobody guarantees: what clients send at the start.

/** The value at a path of keys; nothing as soon as something on the way is no object. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (!isObject(current)) return undefined;
    current = current[key];
  }
  return current;
}

/** The text at a path; nothing for any other value, and for the empty text. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** Whether the value at a path is a list that holds something. */
export function listHas(value: unknown, item: unknown, ...path: readonly string[]): boolean {
  const found = at(value, ...path);
  return Array.isArray(found) && found.includes(item);
}

/** `over` laid upon `under`: objects key by key, at any depth; anything else replaces what was there. */
export function merged(under: unknown, over: unknown): unknown {
  if (over === undefined || over === null) return under;
  if (!isObject(under) || !isObject(over)) return over;
  const both: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) both[key] = merged(both[key], value);
  return both;
}

/** Whether a value has keys. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
