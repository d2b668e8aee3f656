// When two values of a fact are the same to everyone who reads them: equal as data, where whatever belongs to a text (documents, resources, their
// parts) is only equal to itself, because it stands for its place as well.

/** Whether two values are equal as data. */
export function sameData(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one)) return Array.isArray(other) && sameItems(one, other, sameData);
  if (one instanceof Map) return other instanceof Map && sameEntries(one, other);
  const prototype: unknown = Object.getPrototypeOf(one);
  if (prototype !== Object.getPrototypeOf(other) || (prototype !== Object.prototype && prototype !== null))
    return false;
  if (isOfText(one) || isOfText(other)) return isPlace(one) && isPlace(other) && sameFields(one, other);
  return sameFields(one, other);
}

/** Whether two lists hold the same items in the same order. */
export function sameList<T>(one: readonly T[], other: readonly T[]): boolean {
  return one === other || sameItems(one, other, Object.is);
}

function sameItems(
  one: readonly unknown[],
  other: readonly unknown[],
  same: (a: unknown, b: unknown) => boolean,
): boolean {
  return one.length === other.length && one.every((item, position) => same(item, other[position]));
}

function sameEntries(one: ReadonlyMap<unknown, unknown>, other: ReadonlyMap<unknown, unknown>): boolean {
  if (one.size !== other.size) return false;
  const others = other.entries();
  for (const [key, value] of one) {
    const next = others.next();
    if (next.done === true || !Object.is(next.value[0], key) || !sameData(value, next.value[1])) return false;
  }
  return true;
}

function sameFields(one: object, other: object): boolean {
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  const before = one as Readonly<Record<string, unknown>>;
  const after = other as Readonly<Record<string, unknown>>;
  return names.every((name) => Object.hasOwn(after, name) && sameData(before[name], after[name]));
}

/** Parts of texts have a span or a root. */
function isOfText(value: object): boolean {
  return "span" in value || "root" in value;
}

/** A place is nothing but a document and a span: two of them are the same when both are. */
function isPlace(value: object): boolean {
  const names = Object.keys(value);
  return names.length === 2 && "document" in value && "span" in value;
}
