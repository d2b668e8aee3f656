// How work grows with its size, by processor time: twice the size may take about twice the time. The margin is wide, because the machine may be
// busy; what grows with the square takes four times as much.
import assert from "node:assert/strict";

/** Growth of up to this factor counts as linear. */
const FACTOR = 3;
/** Below this many milliseconds nothing can be told. */
const NOISE = 15;
const RUNS = 3;

/** Fails when work of twice the size takes clearly more than twice as long. `prepare` is not counted. */
export function checkGrowth<T>(size: number, prepare: (size: number) => T, run: (prepared: T) => void): void {
  const small = prepare(size);
  const large = prepare(2 * size);
  run(small);
  const before = leastTime(small, run);
  const after = leastTime(large, run);
  assert.ok(after < FACTOR * before + NOISE, `${size}: ${before.toFixed(1)} ms, ${2 * size}: ${after.toFixed(1)} ms`);
}

/** The least processor time of several runs: what disturbs only ever adds. */
function leastTime<T>(prepared: T, run: (prepared: T) => void): number {
  let least = Infinity;
  for (let at = 0; at < RUNS; at++) {
    const start = process.cpuUsage();
    run(prepared);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
