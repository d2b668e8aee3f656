// For clients that cannot watch files: looks at the folders again when something hints at a change, and every few seconds. It never takes more
// than a small share of the time.
import type { Clock } from "../files/clock";

/** Milliseconds between two looks. */
const REST_MS = 3_000;
/** After a look it rests at least this many times as long as the look took. */
const REST_SHARE = 50;

/** Looks again and again. */
export class Sweep {
  private looking = false;
  private again = false;
  private stopped = false;
  private callOff: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly look: () => Promise<void>,
  ) {}

  /** Something may have changed: looks now, or once more after the look that is going on. */
  async soon(): Promise<void> {
    this.again = true;
    if (this.looking || this.stopped) return;
    this.looking = true;
    this.callOff?.();
    const begun = this.clock.now();
    try {
      while (this.mayLook()) await this.look();
    } finally {
      this.looking = false;
      const rest = Math.max(REST_MS, REST_SHARE * (this.clock.now() - begun));
      this.callOff = this.clock.after(rest, () => void this.soon());
      if (this.mayNotGoOn()) this.callOff();
    }
  }

  stop(): void {
    this.stopped = true;
    this.callOff?.();
  }

  private mayNotGoOn(): boolean {
    return this.stopped;
  }

  private mayLook(): boolean {
    const due = this.again && !this.stopped;
    this.again = false;
    return due;
  }
}
