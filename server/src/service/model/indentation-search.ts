// Finds where each line of a document belongs when its indentation says little: walks the lines from top to bottom and keeps the cheapest ways
// to read them. A way is a stack of open lists and objects; unknown fields, values that do not fit and missing fields cost, and so does every
// step outwards, so that a line goes to the innermost place it fits. White space that is left counts as a weak witness.
import { API_VERSION } from "../schema/structure";
import type { LineToken } from "./indentation-lines";
import {
  ANY,
  expectedOf,
  isKnownBelow,
  isRare,
  MISFIT,
  misfitOf,
  resourceMessage,
  type Shape,
  shapeOf,
  UNREAD_RESOURCE,
} from "./indentation-shapes";

/** A line to place. `column` is where it stood, absent when it stood at the margin and so says nothing. */
export interface PlacedToken extends LineToken {
  readonly column: number | undefined;
}

/** Why a line's place is not certain. */
export type DoubtReason =
  /** Two places fit about equally well. */
  | "fits-twice"
  /** No place knows such a field. */
  | "unknown-field"
  /** It is neither a field nor a list item; at best it continues the text above. */
  | "unreadable"
  /** A second resource begins, and no line `---` stands between them. */
  | "second-resource";

/** Where a line goes. `column` is absent for a line that has no place. */
export interface Placement {
  readonly column: number | undefined;
  readonly doubt: DoubtReason | undefined;
}

/** How far a level is indented, and how far a list's dashes stand from their key. */
export interface IndentStyle {
  readonly step: number;
  readonly listStep: number;
}

const COST = {
  /** A field that the object lacks but others have. */
  foreignField: 30,
  /** A field that no object has: it has to stand somewhere. */
  unknownField: 14,
  rareField: 2,
  missingField: 8,
  emptyValue: 8,
  emptyBlock: 6,
  mapKey: 3,
  anyKey: 2,
  foreignAnyKey: 10,
  outwards: 0.5,
  continued: 1,
  blockLine: 0.2,
  blockField: 2,
  otherColumn: 3,
  secondResource: 12,
  noPlace: 40,
} as const;

/** How many readings are carried from line to line. */
const WIDTH = 32;
/** How many objects and lists may stand inside each other; the structure of our kinds goes half as deep. */
const MAX_DEPTH = 40;
/** How many fields of one object are remembered, to see which come twice. */
const MAX_PRESENT = 200;
/** A reading this much worse than the best is dropped. */
const SPREAD = 45;
/** Two places fit equally well when the whole readings differ by no more than this. */
const MARGIN = 2;

/** An open object, list or value. Equal frames are one object, so that readings that differ only in what is closed become one. */
interface Frame {
  readonly id: number;
  readonly parent: Frame | undefined;
  readonly kind: "message" | "map" | "any" | "list" | "slot" | "block";
  /** What the frame itself holds; for a list and a map, what each element holds. */
  readonly shape: Shape;
  /** Names of the fields that are set, for objects; for a block scalar, its lines. */
  readonly present: readonly string[];
  /** The line whose key or dash opened it. */
  readonly line: number;
  /** Where its keys, dashes or text stand; for a slot, where its key stands. */
  readonly column: number;
  /** Where its first line stood, when that says something. */
  readonly stood: number | undefined;
  /** What it costs to end it as it is. */
  readonly closing: number;
  /** How many frames are around it. */
  readonly depth: number;
}

type FrameParts = Pick<Frame, "parent" | "kind" | "shape" | "line" | "column" | "stood">;

interface Step {
  readonly from: Reading;
  readonly cost: number;
  readonly column: number | undefined;
  /** The line that opened what the line is put in. */
  readonly owner: number;
  readonly doubt: DoubtReason | undefined;
}

interface Reading {
  readonly frame: Frame;
  cost: number;
  readonly steps: Step[];
  /** The cost of the best way from here to the end. */
  rest: number;
}

/** Places every token of a document whose root is the message `root`. */
export function searchPlaces(tokens: readonly PlacedToken[], root: string, style: IndentStyle): readonly Placement[] {
  return new Search(root, style).run(tokens);
}

type Reach = (frame: Frame, step: Omit<Step, "from">) => unknown;

class Search {
  /** The frames made for the line at hand. */
  private readonly frames = new Map<string, Frame>();
  private frameCount = 0;
  private readonly foreignKeys = new Map<string, boolean>();
  private readonly expectedFields = new Map<string, readonly (readonly string[])[]>();

  constructor(
    private readonly message: string,
    private readonly style: IndentStyle,
  ) {}

  run(tokens: readonly PlacedToken[]): readonly Placement[] {
    const start = this.root(this.message, -1);
    const layers: (readonly Reading[])[] = [[{ frame: start, cost: 0, steps: [], rest: Infinity }]];
    for (const [position, token] of tokens.entries()) {
      layers.push(this.advance(layers[position] ?? [], token, tokens[position - 1]));
    }
    const last = layers[tokens.length] ?? [];
    for (const reading of last) reading.rest = costToEnd(reading.frame);
    for (let at = layers.length - 1; at > 0; at--) {
      for (const reading of layers[at] ?? []) {
        for (const step of reading.steps) step.from.rest = Math.min(step.from.rest, step.cost + reading.rest);
      }
    }
    return readBack(layers);
  }

  /** All ways to read one more line. */
  private advance(readings: readonly Reading[], token: PlacedToken, before: PlacedToken | undefined): Reading[] {
    const next = new Map<Frame, Reading>();
    this.frames.clear();
    for (const from of readings) {
      const found: { frame: Frame; step: Omit<Step, "from"> }[] = [];
      this.readOn(from.frame, token, before, (frame, step) => found.push({ frame, step }));
      if (found.length === 0) {
        const step = { cost: COST.noPlace, column: undefined, owner: -1, doubt: "unreadable" } as const;
        found.push({ frame: from.frame, step });
      }
      for (const { frame, step } of found) {
        const cost = from.cost + step.cost;
        const known = next.get(frame);
        if (known === undefined) next.set(frame, { frame, cost, steps: [{ from, ...step }], rest: Infinity });
        else {
          known.cost = Math.min(known.cost, cost);
          known.steps.push({ from, ...step });
        }
      }
    }
    const sorted = [...next.values()].sort((a, b) => a.cost - b.cost);
    const limit = (sorted[0]?.cost ?? 0) + SPREAD;
    return sorted.slice(0, WIDTH).filter((reading) => reading.cost <= limit);
  }

  private readOn(top: Frame, token: PlacedToken, before: PlacedToken | undefined, reach: Reach): void {
    if (top.kind === "block") this.readBlockLine(top, token, reach);
    if (token.item === undefined && token.key === undefined) {
      this.readText(top, token, before, reach);
      return;
    }
    let cost = 0;
    for (let frame: Frame | undefined = top; frame !== undefined; frame = frame.parent) {
      if (token.item !== undefined) this.readItem(frame, token, token.item, cost, reach);
      else if (token.key !== undefined) this.readField(frame, token, token.key, cost, reach);
      cost += frame.closing;
    }
  }

  /** Takes a line for one more line of a block scalar. */
  private readBlockLine(block: Frame, token: PlacedToken, reach: Reach): void {
    const cost = token.item === undefined && token.key === undefined ? COST.blockLine : COST.blockField;
    reach(this.withField(block, "text"), { cost, column: block.column, owner: block.line, doubt: undefined });
  }

  /** Takes a line without key and dash for the value of the key above, or for the second line of the plain text above. */
  private readText(top: Frame, token: PlacedToken, before: PlacedToken | undefined, reach: Reach): void {
    if (top.kind === "slot" && top.parent !== undefined) {
      const cost = misfitOf(top.shape, token.value);
      const column = top.column + this.style.step;
      reach(top.parent, { cost, column, owner: top.line, doubt: undefined });
    } else if (before?.value.kind === "plain" && top.kind !== "block") {
      const column = top.column + this.style.step;
      reach(top, { cost: COST.continued, column, owner: before.line, doubt: "unreadable" });
    }
  }

  private readField(frame: Frame, token: PlacedToken, key: string, closing: number, reach: Reach): void {
    const object = frame.kind === "slot" ? this.objectIn(frame, token) : frame;
    if (object === undefined) return;
    if (object.parent === undefined && key === "apiVersion" && object.present.includes(key)) {
      const root = this.root(UNREAD_RESOURCE, token.line);
      this.setField(root, token, key, closing + COST.secondResource, "second-resource", reach);
    }
    const misplaced = frame.kind === "slot" ? isNotDeeper(frame, token.column, 1) : isElsewhere(object, token.column);
    this.setField(object, token, key, closing + (misplaced ? COST.otherColumn : 0), undefined, reach);
  }

  /** The object that a slot becomes when a field follows it. */
  private objectIn(slot: Frame, token: PlacedToken): Frame | undefined {
    const { shape } = slot;
    if (slot.parent === undefined || shape.kind === "value" || shape.kind === "list") return undefined;
    const held = shape.kind === "map" ? shape.of : shape;
    return this.below(slot, shape.kind, held, this.style.step, token.column);
  }

  /** Puts a field into an object; what its value opens comes on top. */
  private setField(
    object: Frame,
    token: PlacedToken,
    key: string,
    before: number,
    doubt: DoubtReason | undefined,
    reach: Reach,
  ): void {
    if (object.kind !== "message" && object.kind !== "map" && object.kind !== "any") return;
    if (object.present.includes(key)) return;
    const { shape, cost, isKnown } = this.fieldIn(object, key);
    const { column, line: owner } = object;
    const reason = doubt ?? (isKnown ? undefined : "unknown-field");
    this.takeValue(this.withField(object, key, token), shape, token, column, (frame, misfit) => {
      reach(frame, { cost: before + cost + misfit, column: column - (token.item ?? 0), owner, doubt: reason });
    });
  }

  /** What a field of an object holds, and the cost of setting it there. */
  private fieldIn(object: Frame, key: string): { shape: Shape; cost: number; isKnown: boolean } {
    if (object.kind === "map") return { shape: object.shape, cost: COST.mapKey, isKnown: true };
    if (object.shape.kind !== "message") {
      return { shape: ANY, cost: this.isForeign(key) ? COST.foreignAnyKey : COST.anyKey, isKnown: true };
    }
    const shape = shapeOf(object.shape.name, key);
    if (shape !== undefined) {
      return { shape, cost: isRare(object.shape.name, key) ? COST.rareField : 0, isKnown: true };
    }
    return { shape: ANY, cost: this.isForeign(key) ? COST.foreignField : COST.unknownField, isKnown: false };
  }

  /** Whether a field that one object lacks exists in another one. */
  private isForeign(key: string): boolean {
    const known = this.foreignKeys.get(key);
    if (known !== undefined) return known;
    const found = isKnownBelow(this.message, key);
    this.foreignKeys.set(key, found);
    return found;
  }

  /** Opens what a line's value holds, or judges the value that is written on the line. */
  private takeValue(
    parent: Frame,
    shape: Shape,
    token: PlacedToken,
    column: number,
    reach: (frame: Frame, cost: number) => void,
  ): void {
    const { value } = token;
    const stood = token.column === undefined ? undefined : token.column + (token.item ?? 0);
    if (value.kind === "none" && parent.depth < MAX_DEPTH) {
      reach(this.open({ parent, kind: "slot", shape, line: token.line, column, stood }), 0);
      return;
    }
    const misfit = value.kind === "none" ? COST.emptyValue : misfitOf(shape, value);
    if (value.kind !== "block") reach(parent, misfit);
    else {
      const inside = column + this.style.step;
      reach(this.open({ parent, kind: "block", shape, line: token.line, column: inside, stood }), misfit);
    }
  }

  private readItem(frame: Frame, token: PlacedToken, item: number, closing: number, reach: Reach): void {
    const list = frame.kind === "slot" ? this.listIn(frame, token) : frame;
    if (list?.kind !== "list") return;
    const misplaced = frame.kind === "slot" ? isNotDeeper(frame, token.column, 0) : isElsewhere(list, token.column);
    const cost = closing + (misplaced ? COST.otherColumn : 0);
    const inside = list.column + item;
    const shape = list.shape;
    if (token.key === undefined) {
      // A bare dash: what follows is the item. Its slot stands where the dash does.
      this.takeValue(list, shape, { ...token, item: 0 }, list.column, (next, misfit) => {
        reach(next, { cost: cost + misfit, column: list.column, owner: list.line, doubt: undefined });
      });
      return;
    }
    const stood = token.column === undefined ? undefined : token.column + item;
    const fits = shape.kind === "message" || shape.kind === "map" || shape.kind === "any";
    const held = shape.kind === "map" ? shape.of : fits ? shape : ANY;
    const kind = fits ? shape.kind : "any";
    const object = this.open({ parent: list, kind, shape: held, line: token.line, column: inside, stood });
    this.setField(object, token, token.key, cost + (fits ? 0 : MISFIT), undefined, (next, step) => {
      reach(next, { ...step, owner: list.line });
    });
  }

  private listIn(slot: Frame, token: PlacedToken): Frame | undefined {
    const { shape } = slot;
    if (slot.parent === undefined || (shape.kind !== "list" && shape.kind !== "any")) return undefined;
    const held = shape.kind === "list" ? shape.of : ANY;
    return this.below(slot, "list", held, this.style.listStep, token.column);
  }

  private withField(object: Frame, key: string, token?: PlacedToken): Frame {
    if (object.present.includes(key) || object.present.length >= MAX_PRESENT) return object;
    const { shape } = object;
    const isResource = shape.kind === "message" && shape.name === UNREAD_RESOURCE && key === "kind";
    const next =
      isResource && token !== undefined
        ? ({ kind: "message", name: resourceMessage(API_VERSION, token.value.text) } as const)
        : shape;
    // The order of the lines is given, so equal sets of fields were set in the same order.
    return this.intern(`${object.id}+${key}`, { ...object, shape: next, present: [...object.present, key] });
  }

  /** A new outermost object. */
  private root(message: string, line: number): Frame {
    const shape: Shape = { kind: "message", name: message };
    return this.open({ parent: undefined, kind: "message", shape, line, column: 0, stood: undefined });
  }

  /** What a slot becomes when it turns out to hold an object or a list. */
  private below(slot: Frame, kind: Frame["kind"], shape: Shape, step: number, stood: number | undefined): Frame {
    return this.open({ parent: slot.parent, kind, shape, line: slot.line, column: slot.column + step, stood });
  }

  private open(frame: FrameParts): Frame {
    const key = `${frame.parent?.id ?? ""}|${frame.kind}|${frame.line}|${frame.stood ?? ""}`;
    return this.intern(key, { ...frame, present: [] });
  }

  private intern(key: string, frame: FrameParts & Pick<Frame, "present">): Frame {
    const known = this.frames.get(key);
    if (known !== undefined) return known;
    const depth = (frame.parent?.depth ?? -1) + 1;
    const made: Frame = { ...frame, id: this.frameCount++, closing: this.costOfClosing(frame), depth };
    this.frames.set(key, made);
    return made;
  }

  private costOfClosing({ kind, shape, present }: Pick<Frame, "kind" | "shape" | "present">): number {
    switch (kind) {
      case "slot":
        return shape.kind === "any" ? COST.anyKey : COST.emptyValue;
      case "block":
        return present.length === 0 ? COST.emptyBlock : 0;
      case "list":
        return 0;
      case "map":
      case "any":
        return COST.outwards;
      case "message": {
        if (shape.kind !== "message") return COST.outwards;
        const missing = this.expected(shape.name).filter((row) => !row.some((name) => present.includes(name)));
        return COST.outwards + missing.length * COST.missingField;
      }
    }
  }

  private expected(message: string): readonly (readonly string[])[] {
    const known = this.expectedFields.get(message);
    if (known !== undefined) return known;
    const rows = expectedOf(message);
    this.expectedFields.set(message, rows);
    return rows;
  }
}

/** Whether a line that is to go into an open object or list stood in another column than the lines before it there. */
function isElsewhere(frame: Frame, column: number | undefined): boolean {
  return column !== undefined && frame.stood !== undefined && column !== frame.stood;
}

/** Whether a line that is to go below a key stood less than `distance` to the right of it. */
function isNotDeeper(slot: Frame, column: number | undefined, distance: number): boolean {
  return column !== undefined && slot.stood !== undefined && column < slot.stood + distance;
}

/** The cost of closing everything that is open. */
function costToEnd(from: Frame): number {
  let cost = 0;
  for (let frame: Frame | undefined = from; frame !== undefined; frame = frame.parent) cost += frame.closing;
  return cost;
}

/** Follows the best reading back from the end, and looks which lines have another place at nearly the same cost. */
function readBack(layers: readonly (readonly Reading[])[]): readonly Placement[] {
  let reading = layers
    .at(-1)
    ?.reduce((best, other) => (other.cost + other.rest < best.cost + best.rest ? other : best));
  const limit = (reading === undefined ? 0 : reading.cost + reading.rest) + MARGIN;
  const placements: Placement[] = [];
  for (let at = layers.length - 1; at > 0 && reading !== undefined; at--) {
    const chosen: Step = reading.steps.reduce((best, other) =>
      other.from.cost + other.cost < best.from.cost + best.cost ? other : best,
    );
    const rivals = (layers[at] ?? []).some((other) =>
      other.steps.some((step) => step.owner !== chosen.owner && step.from.cost + step.cost + other.rest <= limit),
    );
    placements.push({ column: chosen.column, doubt: chosen.doubt ?? (rivals ? "fits-twice" : undefined) });
    reading = chosen.from;
  }
  return placements.reverse();
}
