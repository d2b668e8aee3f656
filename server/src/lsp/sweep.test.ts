// Looking again: one look at a time, and a rest behind each that grows with what it cost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { processClock } from "../files/clock.node";
import { Sweep } from "./sweep";

interface Tested {
  readonly sweep: Sweep;
  readonly rests: number[];
  readonly looks: () => number;
}

function tested(cost: number, during: (sweep: Sweep) => void = () => undefined): Tested {
  let now = 0;
  let looks = 0;
  const rests: number[] = [];
  const clock = {
    ...processClock,
    now: () => now,
    after: (milliseconds: number) => {
      rests.push(milliseconds);
      return () => undefined;
    },
  };
  const sweep: Sweep = new Sweep(clock, async () => {
    looks++;
    now += cost;
    if (looks === 1) during(sweep);
    await processClock.pause();
  });
  return { sweep, rests, looks: () => looks };
}

test("a cheap look is repeated after a few seconds, a dear one takes at most a fiftieth of the time", async () => {
  for (const [cost, rest] of [
    [1, 3_000],
    [1_000, 50_000],
  ] as const) {
    const { sweep, rests } = tested(cost);
    await sweep.soon();
    assert.deepEqual(rests, [rest]);
  }
});

test("hints during a look cause one more look behind it, not several at a time", async () => {
  const { sweep, looks } = tested(1, (running) => {
    for (let hint = 0; hint < 5; hint++) void running.soon();
  });
  await sweep.soon();
  assert.equal(looks(), 2);
});

test("nothing is looked at once it has been stopped", async () => {
  const { sweep, looks } = tested(1);
  sweep.stop();
  await sweep.soon();
  assert.equal(looks(), 0);
});
