// Shows the client that folders are being read, if it can show such things, and lets people end it.
import type { Connection } from "vscode-languageserver";
import { type Locale, say } from "../service/index";
import { texts } from "./texts";

/** One piece of work that the client may show. */
export interface Progress {
  readonly isCancelled: () => boolean;
  readonly files: (count: number) => void;
  readonly end: () => void;
}

/** Progress for a client that cannot show any. */
export const NO_PROGRESS: Progress = { isCancelled: () => false, files: () => undefined, end: () => undefined };

/** Asks the client to show progress. The work does not wait for its answer; what is over by then is not shown. */
export function beginProgress(connection: Pick<Connection, "window">, locale: Locale): Progress {
  type Reporter = Awaited<ReturnType<Connection["window"]["createWorkDoneProgress"]>>;
  let shown: Reporter | undefined;
  let isOver = false;
  connection.window.createWorkDoneProgress().then(
    (reporter) => {
      reporter.begin(say(texts.scanTitle, locale), undefined, undefined, true);
      if (isOver) reporter.done();
      else shown = reporter;
    },
    // A client that refuses gets no progress; the work goes on.
    () => undefined,
  );
  return {
    isCancelled: () => shown?.token.isCancellationRequested === true,
    files: (count) => {
      shown?.report(say(texts.scanCount, locale, { count }));
    },
    end: () => {
      isOver = true;
      shown?.done();
    },
  };
}
