// The one lane for long work. It goes on for a few milliseconds, then lets every message that waits be handled first, so that a hover never
// queues behind diagnostics. Work is a list of steps; one that has become pointless is dropped between two of them.
import { type Clock, SLICE_MS } from "../files/clock";
import type { Inbox } from "./inbox";

interface Job {
  readonly steps: Iterator<unknown>;
  readonly isStale: () => boolean;
  readonly done: (finished: boolean) => void;
  readonly failed: (error: unknown) => void;
}

/** Runs jobs one after the other, in slices. */
export class Lane {
  private readonly jobs: Job[] = [];
  private running = false;
  /** When the slice that is going on must end; nothing while others have their turn. Jobs that come one after the other share a slice. */
  private sliceEnd: number | undefined;

  constructor(
    readonly clock: Clock,
    private readonly inbox: Pick<Inbox, "count">,
  ) {}

  /** Runs all steps, in front of the others when it is urgent. The answer is false when `isStale` said so before the end. */
  run(steps: Iterable<unknown>, isStale: () => boolean, order: "urgent" | "patient" = "patient"): Promise<boolean> {
    return new Promise((done, failed) => {
      const job = { steps: steps[Symbol.iterator](), isStale, done, failed };
      if (order === "urgent") this.jobs.unshift(job);
      else this.jobs.push(job);
      if (!this.running) void this.work();
    });
  }

  /** Resolves when no message has come in for a whole turn. */
  async quiet(): Promise<void> {
    for (let seen = -1; seen !== this.inbox.count;) {
      seen = this.inbox.count;
      await this.clock.pause();
    }
  }

  private async work(): Promise<void> {
    this.running = true;
    while (this.jobs.length > 0) {
      this.sliceEnd ??= this.beginSlice();
      do this.step();
      while (this.jobs.length > 0 && this.clock.now() < this.sliceEnd);
      if (this.clock.now() >= this.sliceEnd) await this.quiet();
    }
    this.running = false;
  }

  private beginSlice(): number {
    void this.clock.pause().then(() => {
      this.sliceEnd = undefined;
    });
    return this.clock.now() + SLICE_MS;
  }

  private step(): void {
    const [job] = this.jobs;
    if (job === undefined) return;
    const leave = (): void => void this.jobs.splice(this.jobs.indexOf(job), 1);
    try {
      const stale = job.isStale();
      if (!stale && job.steps.next().done !== true) return;
      leave();
      job.done(!stale);
    } catch (error) {
      leave();
      job.failed(error);
    }
  }
}
