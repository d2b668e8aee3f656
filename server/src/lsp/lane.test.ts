// Long work in slices: it stops for messages, drops what has become pointless, and lets urgent work pass.
import assert from "node:assert/strict";
import { test } from "node:test";
import { processClock } from "../files/clock.node";
import { Lane } from "./lane";

interface Tested {
  readonly lane: Lane;
  /** What happened, in order: steps by name, `turn` whenever others had their turn. */
  readonly log: string[];
  readonly messages: { count: number };
  /** Steps that take so many milliseconds each. */
  readonly steps: (name: string, count: number, milliseconds: number) => Iterable<string>;
}

function tested(): Tested {
  const log: string[] = [];
  const messages = { count: 0 };
  let now = 0;
  const clock = {
    ...processClock,
    now: () => now,
    pause: async () => {
      await processClock.pause();
      log.push("turn");
    },
  };
  return {
    lane: new Lane(clock, messages),
    log,
    messages,
    steps: function* (name, count, milliseconds) {
      for (let step = 0; step < count; step++) {
        now += milliseconds;
        log.push(name);
        yield name;
      }
    },
  };
}

const never = (): boolean => false;

test("no slice goes on for longer than a few milliseconds and one step", async () => {
  const { lane, log, steps } = tested();
  assert.equal(await lane.run(steps("a", 40, 3), never), true);
  const slices = log.join(" ").split(/(?: ?turn ?)+/);
  for (const slice of slices) assert.ok(slice.split(" ").length <= 3, slice);
});

test("many short jobs share their slices instead of beginning one each", async () => {
  const { lane, log, steps } = tested();
  for (let job = 0; job < 40; job++) await lane.run(steps("a", 1, 3), never);
  assert.ok(log.filter((entry) => entry === "turn").length >= 10);
});

test("as long as messages come in, they go first", async () => {
  const { lane, log, messages, steps } = tested();
  const done = lane.run(steps("a", 10, 9), never);
  const before = log.length;
  for (let message = 0; message < 5; message++) {
    messages.count++;
    await processClock.pause();
  }
  assert.deepEqual(
    log.slice(before).filter((entry) => entry === "a"),
    [],
  );
  await done;
});

test("work that nobody wants any longer ends between two steps", async () => {
  const { lane, log, steps } = tested();
  assert.equal(await lane.run(steps("a", 10, 9), () => log.filter((entry) => entry === "a").length >= 3), false);
  assert.equal(log.filter((entry) => entry === "a").length, 3);
});

test("urgent work passes patient work that has begun", async () => {
  const { lane, log, steps } = tested();
  await Promise.all([lane.run(steps("patient", 5, 9), never), lane.run(steps("urgent", 5, 9), never, "urgent")]);
  assert.ok(log.lastIndexOf("urgent") < log.lastIndexOf("patient"));
});

test("a step that throws ends its own job only", async () => {
  const { lane, steps } = tested();
  const failing = (function* () {
    yield 1;
    throw new Error("broken");
  })();
  const failed = assert.rejects(lane.run(failing, never), /broken/);
  assert.equal(await lane.run(steps("a", 3, 9), never), true);
  await failed;
});
