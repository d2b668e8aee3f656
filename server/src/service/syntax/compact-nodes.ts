// The nodes that the block reader makes, in few words of memory each: offsets are numbers, and what follows from them (spans, values, styles)
// is worked out when somebody asks. Their fields are nobody's business; the interfaces of yaml-node.ts are.
import type { Span } from "../base/span";
import { plainValue } from "./plain-value";
import type { MappingEntry, MappingNode, ScalarNode, ScalarStyle, SequenceNode } from "./yaml-node";

const SCALAR = "scalar";
const MAPPING = "mapping";
const SEQUENCE = "sequence";

const STYLES: readonly ScalarStyle[] = ["plain", "single", "double", "literal", "folded"];

/** What a scalar is, in one number: its style, and the two marks. */
export const PLAIN = 0;
export const SINGLE = 1;
export const DOUBLE = 2;
export const LITERAL = 3;
export const FOLDED = 4;
const STYLE_MASK = 7;
/** The scalar is a number, a boolean or null. */
export const NOT_TEXT = 8;
export const PLACEHOLDER = 16;
/** The end's offset and the marks share a number; what is left for the offset is far more than a document may be long. */
const MARK_BITS = 5;

/** A scalar of a document. */
export class CompactScalar implements ScalarNode {
  constructor(
    private readonly start: number,
    private readonly endAndMarks: number,
    readonly source: string,
  ) {}

  /** A scalar from its parts; `marks` is a style, with NOT_TEXT and PLACEHOLDER added. */
  static of(start: number, end: number, marks: number, source: string): CompactScalar {
    return new CompactScalar(start, (end << MARK_BITS) | marks, source);
  }

  get kind(): typeof SCALAR {
    return SCALAR;
  }

  get startOffset(): number {
    return this.start;
  }

  get endOffset(): number {
    return this.endAndMarks >>> MARK_BITS;
  }

  get span(): Span {
    return { start: this.start, end: this.endOffset };
  }

  get value(): string | number | boolean | undefined {
    return (this.endAndMarks & NOT_TEXT) === 0 ? this.source : plainValue(this.source);
  }

  get style(): ScalarStyle {
    return STYLES[this.endAndMarks & STYLE_MASK] ?? "plain";
  }

  get placeholder(): boolean {
    return (this.endAndMarks & PLACEHOLDER) !== 0;
  }
}

/** A node that knows where it begins and ends without making a span. */
export type CompactNode = CompactScalar | CompactMapping | CompactSequence;

/** An entry of a mapping. */
export class CompactEntry implements MappingEntry {
  constructor(
    readonly key: CompactScalar,
    readonly value: CompactNode | undefined,
  ) {}

  get endOffset(): number {
    const keyEnd = this.key.endOffset;
    return this.value === undefined ? keyEnd + 1 : Math.max(keyEnd, this.value.endOffset);
  }

  get span(): Span {
    return { start: this.key.startOffset, end: this.endOffset };
  }
}

/** A mapping in block or flow style. */
export class CompactMapping implements MappingNode {
  constructor(
    readonly startOffset: number,
    readonly endOffset: number,
    readonly flow: boolean,
    readonly entries: readonly CompactEntry[],
  ) {}

  get kind(): typeof MAPPING {
    return MAPPING;
  }

  get span(): Span {
    return { start: this.startOffset, end: this.endOffset };
  }
}

/** A list in block or flow style. */
export class CompactSequence implements SequenceNode {
  constructor(
    readonly startOffset: number,
    readonly endOffset: number,
    readonly flow: boolean,
    readonly items: readonly (CompactNode | undefined)[],
  ) {}

  get kind(): typeof SEQUENCE {
    return SEQUENCE;
  }

  get span(): Span {
    return { start: this.startOffset, end: this.endOffset };
  }
}
