// A clock whose alarms ring when a test says so.
import type { Clock } from "../../server/src/files/clock";
import { processClock } from "../../server/src/files/clock.node";

/** A clock with its alarms in a test's hands. */
export interface HandClock extends Clock {
  /** Waits until an alarm of a few seconds is set, and lets it ring. */
  rung(): Promise<void>;
}

export function handClock(): HandClock {
  const alarms = new Set<() => void>();
  const watchers: (() => void)[] = [];
  return {
    now: () => processClock.now(),
    pause: () => processClock.pause(),
    after: (_, run) => {
      alarms.add(run);
      for (const seen of watchers.splice(0)) seen();
      return () => {
        alarms.delete(run);
      };
    },
    rung: async () => {
      while (alarms.size === 0) await new Promise<void>((seen) => watchers.push(seen));
      for (const run of [...alarms]) {
        alarms.delete(run);
        run();
      }
    },
  };
}
