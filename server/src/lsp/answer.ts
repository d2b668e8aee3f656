// How requests are answered: whoever has cancelled meanwhile gets no work done.
import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import type { Clock } from "../files/clock";

/** The answer to a request that its client has cancelled. */
export function cancelled(): ResponseError<undefined> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
}

/**
 * Wraps a handler: `prepare` takes from the world, at once, what the answer is about; then the connection may read what has come in since, and
 * only if no cancellation is among it, the answer is worked out.
 */
export function answering<Params, Prepared, Result>(
  clock: Clock,
  prepare: (params: Params) => Prepared,
  answer: (prepared: Prepared, params: Params, token: CancellationToken) => Result | Promise<Result>,
): (params: Params, token: CancellationToken) => Promise<Result> {
  return async (params, token) => {
    const prepared = prepare(params);
    await clock.pause();
    if (token.isCancellationRequested) throw cancelled();
    return answer(prepared, params, token);
  };
}
