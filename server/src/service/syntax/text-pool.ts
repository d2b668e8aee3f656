// One copy of texts that come again and again, such as keys: a document's tree then costs no text for them, and keeps no file alive through
// them. A cache of fixed size; what it holds decides nothing that a reader returns.

const SLOTS = 8192;
const MASK = SLOTS - 1;
/** Longer texts rarely come twice. */
const LONGEST = 40;
/** Up to this length an engine copies a piece of a text; a longer piece would keep the whole text in memory. */
const LONGEST_COPIED = 12;

const pool: string[] = new Array<string>(SLOTS).fill("");

/** The text between two offsets, as one object for all places that hold it where possible. */
export function pooled(text: string, start: number, end: number): string {
  const length = end - start;
  if (length === 0) return "";
  if (length > LONGEST) return text.slice(start, end);
  const slot = slotOf(text, start, end, length);
  const known = pool[slot];
  if (known?.length === length && text.startsWith(known, start)) return known;
  const piece = length > LONGEST_COPIED ? copyOf(text, start, end) : text.slice(start, end);
  pool[slot] = piece;
  return piece;
}

/** The text between two offsets: pooled when it is short, a piece of the document's text otherwise. */
export function pooledIfShort(text: string, start: number, end: number): string {
  return end - start > LONGEST_COPIED ? text.slice(start, end) : pooled(text, start, end);
}

/** A few characters tell the usual texts apart. */
function slotOf(text: string, start: number, end: number, length: number): number {
  const first = text.charCodeAt(start);
  const last = text.charCodeAt(end - 1);
  const middle = text.charCodeAt((start + end) >> 1);
  const second = text.charCodeAt(start + (length >> 2));
  return (((first * 31 + last) * 31 + middle) * 31 + second * 7 + length * 1009) & MASK;
}

function copyOf(text: string, start: number, end: number): string {
  return text.slice(start, end).split("").join("");
}
