// What a host lends to long work: the time, a way to let others have their turn, and an alarm. Passed in, so that tests hold the hands.

/** Time and turns. */
export interface Clock {
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** Resolves when everything that waits already (messages above all) had its turn. */
  pause(): Promise<void>;
  /** Runs something later; the answer calls it off. It keeps no process alive. */
  after(milliseconds: number, run: () => void): () => void;
}

/** How long work goes on before it lets others have a turn: far below what a person notices. */
export const SLICE_MS = 8;
