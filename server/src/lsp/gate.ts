// Holds back what must not be said yet: findings wait until the settings are known and the folders are read, because what is missing from a
// workspace that is half read may well be there.
import type { CancellationToken } from "vscode-languageserver";

/** Closed as long as somebody holds it. */
export class Gate {
  private holders = 0;
  private waiting: (() => void)[] = [];

  get isOpen(): boolean {
    return this.holders === 0;
  }

  /** Keeps the gate closed until the answer is called; calling it twice does no harm. */
  hold(): () => void {
    let holding = true;
    this.holders++;
    return () => {
      if (!holding) return;
      holding = false;
      this.holders--;
      if (this.holders > 0) return;
      for (const pass of this.waiting.splice(0)) pass();
    };
  }

  /** Resolves when the gate is open, or the token is cancelled. */
  async pass(token?: CancellationToken): Promise<void> {
    while (!this.isOpen && token?.isCancellationRequested !== true) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
        token?.onCancellationRequested(() => {
          resolve();
        });
      });
    }
  }
}
