// Half-open ranges of offsets. Below features/ every position is an offset in UTF-16 units, relative to the text of one YAML document.

/** The characters from `start` up to, not including, `end`, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span from two offsets. */
export function span(start: number, end: number): Span {
  return { start, end };
}

/** Whether an offset lies in a span; the end counts, because a cursor behind the last character still touches it. */
export function touches(range: Span, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

/** Whether two spans share a character or touch. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** The same span, moved by a number of characters. */
export function shift(range: Span, by: number): Span {
  return { start: range.start + by, end: range.end + by };
}
