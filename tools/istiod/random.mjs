// Chance from a seed: the same numbers on every machine.

/** A source of chance (mulberry32). */
export function randomOf(seed) {
  let state = (seed * 0x9e3779b1) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit) => Math.floor(next() * limit);
  return {
    /** A whole number from 0 up to, and without, a limit. */
    below,
    /** One of a list; nothing of an empty one. */
    pick: (list) => list[below(list.length)],
    /** True with a probability. */
    chance: (probability) => next() < probability,
    /** Some of a list, in its order. */
    some: (list, probability) => list.filter(() => next() < probability),
  };
}
