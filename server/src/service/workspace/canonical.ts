// Plain data as a text that is the same for equal data, whatever the order of its fields: the key of facts whose argument is such data.

/** The canonical text of plain data; fields without a value do not count. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === undefined) return "null";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(",")}}`;
}

let identities = 0;
const identityByObject = new WeakMap<object, number>();

/** A text for an object of the workspace (a resource, a document), the same for itself alone: for keys of data that such objects are part of. */
export function identity(object: object | undefined): string {
  if (object === undefined) return "-";
  const known = identityByObject.get(object) ?? ++identities;
  identityByObject.set(object, known);
  return `#${known}`;
}
