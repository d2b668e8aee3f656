// What the parts of a campaign have in common: how long they go on, what they count, and how a failing text is made small enough to look at.
import type { Random } from "./random";

/** Something that went wrong, with the smallest text that shows it. */
export interface Failure {
  readonly what: string;
  readonly input: string;
}

/** What a part is given. */
export interface Campaign {
  readonly random: Random;
  /** Whether time is up. */
  readonly isOver: () => boolean;
  /** The folder that holds server.js and cli.js. */
  readonly bundles: string;
  /** Counts one more of something. */
  readonly count: (thing: string, number?: number) => void;
  /** Keeps the largest value seen. */
  readonly largest: (thing: string, value: number) => void;
  readonly fail: (failure: Failure) => void;
}

/** No question to the server may take longer, in milliseconds of processor time. */
export const LONGEST_ANSWER = 2000;

/** What was thrown, in words, with what caused it. */
export function wordsOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  return thrown.cause === undefined ? thrown.message : `${thrown.message}: ${wordsOf(thrown.cause)}`;
}

/** The processor time in milliseconds that something takes. */
export function processorTime(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The smallest text made by leaving out lines, then characters, for which `fails` still holds. Tries a bounded number of times. */
export function smallest(text: string, fails: (text: string) => boolean): string {
  const lines = shrink(text.split(/(?<=\n)/), (parts) => fails(parts.join("")));
  const whole = lines.join("");
  return whole.length > 400 ? whole : shrink(Array.from(whole), (parts) => fails(parts.join(""))).join("");
}

const MOST_TRIES = 400;

function shrink(parts: readonly string[], fails: (parts: readonly string[]) => boolean): readonly string[] {
  let current = parts;
  let tries = 0;
  for (let size = Math.ceil(current.length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < current.length && tries < MOST_TRIES;) {
      const shorter = [...current.slice(0, at), ...current.slice(at + size)];
      tries++;
      if (fails(shorter)) current = shorter;
      else at += size;
    }
  }
  return current;
}
