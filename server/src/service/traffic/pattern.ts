// Whether a text is matched as a whole by a regular expression in RE2's syntax, as Envoy asks it: the expression becomes a machine without
// backtracking, and a match costs at most its size for each character, whatever the expression. What is wrong with an expression is model/regex.ts's matter.
// https://github.com/google/re2/wiki/Syntax
import { regexProblem } from "../model/regex";
import { parsePattern, type PatternNode } from "./pattern-syntax";

/** A machine that matches whole texts. */
export interface Pattern {
  readonly program: readonly Instruction[];
  readonly start: number;
}

type Instruction =
  | { readonly kind: "character"; readonly holds: (code: number) => boolean; readonly next: number }
  | { readonly kind: "split"; next: readonly number[] }
  | { readonly kind: "assertion"; readonly holds: (before: number, after: number) => boolean; readonly next: number }
  | { readonly kind: "match" };

/** The most instructions of a machine; counted repetitions of repetitions grow without measure. */
const MAX_PROGRAM = 20_000;

/** The machine of an expression; nothing for one that Istio refuses, or that would become too large. */
export function compilePattern(source: string): Pattern | undefined {
  if (regexProblem(source) !== undefined) return undefined;
  const program: Instruction[] = [{ kind: "match" }];
  const start = emit(parsePattern(source), 0, program);
  return start === undefined ? undefined : { program, start };
}

/** Whether the whole text matches. */
export function matchesPattern(pattern: Pattern, text: string): boolean {
  return run(pattern, text).isMatch;
}

/** How many instructions a match looks at; for tests that the cost grows with the text only. */
export function patternSteps(pattern: Pattern, text: string): number {
  return run(pattern, text).steps;
}

/** Writes the instructions of a node before those it goes on with; nothing when there are too many. */
function emit(node: PatternNode, next: number, program: Instruction[]): number | undefined {
  if (program.length > MAX_PROGRAM) return undefined;
  switch (node.kind) {
    case "empty":
      return next;
    case "character":
      return program.push({ kind: "character", holds: node.holds, next }) - 1;
    case "assertion":
      return program.push({ kind: "assertion", holds: node.holds, next }) - 1;
    case "sequence": {
      let at: number | undefined = next;
      for (let i = node.parts.length - 1; i >= 0 && at !== undefined; i--) {
        const part = node.parts[i];
        if (part !== undefined) at = emit(part, at, program);
      }
      return at;
    }
    case "choice": {
      const starts = node.parts.map((part) => emit(part, next, program));
      const known = starts.filter((start) => start !== undefined);
      return known.length < starts.length ? undefined : program.push({ kind: "split", next: known }) - 1;
    }
    case "repetition":
      return emitRepetition(node, next, program);
  }
}

function emitRepetition(
  { part, least, most }: Extract<PatternNode, { kind: "repetition" }>,
  next: number,
  program: Instruction[],
): number | undefined {
  let at: number | undefined = next;
  if (most === undefined) {
    const split: Extract<Instruction, { kind: "split" }> = { kind: "split", next: [next] };
    const loop = program.push(split) - 1;
    const body = emit(part, loop, program);
    if (body === undefined) return undefined;
    split.next = [body, next];
    at = loop;
  } else {
    for (let i = least; i < most && at !== undefined; i++) {
      const body = emit(part, at, program);
      at = body === undefined ? undefined : program.push({ kind: "split", next: [body, next] }) - 1;
    }
  }
  for (let i = 0; i < least && at !== undefined; i++) at = emit(part, at, program);
  return at;
}

/** No character: before the first and behind the last. */
const NONE = -1;

function run({ program, start }: Pattern, text: string): { readonly isMatch: boolean; readonly steps: number } {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? NONE);
  // In which round an instruction was last reached, so that none is followed twice for one character.
  const reached = new Int32Array(program.length).fill(-1);
  let steps = 0;
  let current: number[] = [start];
  for (let round = 0; round <= codes.length; round++) {
    const before = codes[round - 1] ?? NONE;
    const code = codes[round] ?? NONE;
    const next: number[] = [];
    const pending = current;
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (reached[at] === round) continue;
      reached[at] = round;
      steps++;
      const instruction = program[at];
      if (instruction === undefined) continue;
      switch (instruction.kind) {
        case "match":
          if (code === NONE) return { isMatch: true, steps };
          break;
        case "split":
          pending.push(...instruction.next);
          break;
        case "assertion":
          if (instruction.holds(before, code)) pending.push(instruction.next);
          break;
        case "character":
          if (code !== NONE && instruction.holds(code)) next.push(instruction.next);
          break;
      }
    }
    if (next.length === 0) break;
    current = next;
  }
  return { isMatch: false, steps };
}
