// IP addresses and ranges: reading them and asking what lies in what. Pure arithmetic on texts.

/** An address range; a single address is a range of its full length. */
export interface AddressRange {
  readonly family: 4 | 6;
  /** The network's bits. */
  readonly bits: bigint;
  readonly length: number;
}

/** Reads `10.0.0.1`, `10.0.0.0/8` or their IPv6 forms; nothing for anything else. Bits beyond the length are dropped. */
export function readRange(text: string): AddressRange | undefined {
  const slash = text.indexOf("/");
  const address = readAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const full = address.family === 4 ? 32 : 128;
  const length = slash < 0 ? full : Number(text.slice(slash + 1));
  if (!Number.isInteger(length) || length < 0 || length > full) return undefined;
  const free = BigInt(full - length);
  return { family: address.family, bits: (address.bits >> free) << free, length };
}

/** Whether a range holds an address (or a narrower range). */
export function contains(range: AddressRange, other: AddressRange): boolean {
  if (range.family !== other.family || range.length > other.length) return false;
  const free = BigInt((range.family === 4 ? 32 : 128) - range.length);
  return range.bits >> free === other.bits >> free;
}

/** Whether two ranges are the same network. */
export function isSameRange(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family && a.length === b.length && a.bits === b.bits;
}

/** Whether a range is one address. */
export function isSingleAddress(range: AddressRange): boolean {
  return range.length === (range.family === 4 ? 32 : 128);
}

/** The first address of a range that a host may have, as text: the range itself when it is one address. */
export function firstAddress(range: AddressRange): string {
  const bits = isSingleAddress(range) ? range.bits : range.bits + 1n;
  if (range.family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 0xffn)).join(".");
  return Array.from({ length: 8 }, (_, group) => ((bits >> BigInt(16 * (7 - group))) & 0xffffn).toString(16)).join(":");
}

function readAddress(text: string): { family: 4 | 6; bits: bigint } | undefined {
  if (text.includes(":")) return readIpv6(text);
  const bits = readIpv4(text);
  return bits === undefined ? undefined : { family: 4, bits };
}

function readIpv4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let bits = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    bits = (bits << 8n) | BigInt(part);
  }
  return bits;
}

function readIpv6(text: string): { family: 6; bits: bigint } | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const groups = halves.map(readGroups);
  const [head, tail] = groups;
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])];
  return { family: 6, bits: all.reduce((bits, group) => (bits << 16n) | BigInt(group), 0n) };
}

function readGroups(text: string): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  for (const part of text.split(":")) {
    if (part.includes(".")) {
      const bits = readIpv4(part);
      if (bits === undefined) return undefined;
      groups.push(Number(bits >> 16n), Number(bits & 0xffffn));
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return undefined;
      groups.push(parseInt(part, 16));
    }
  }
  return groups;
}
