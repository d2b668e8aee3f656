// How a fact is declared: a name for people, a function of the view and one argument, and when two of its values are the same. The argument is an
// object that the workspace holds (a resource, a document) and is known by identity, or a plain value; of any other argument the fact makes a
// canonical text, so that nothing the computation uses can be left out by whoever asks.
import type { Fact } from "./memory-node";

/** What may be said of a fact besides how it is computed. */
export interface FactOptions<Argument, Value> {
  /** Whether what read one value may keep it instead of the other; identity without it. */
  readonly equals?: (before: Value, after: Value) => boolean;
  /** The canonical form of an argument that is no object of the workspace: all that the computation uses of it. */
  readonly key?: (argument: Argument) => string;
}

/**
 * Declares a fact. `compute` uses nothing but the view and the argument, and what it returns is not changed any more. Ask for it with
 * `view.get(fact, argument)`.
 */
export function defineFact<View, Argument, Value>(
  name: string,
  compute: (view: View, argument: Argument) => Value,
  options: FactOptions<Argument, Value> = {},
): Fact<View, Argument, Value> {
  const { equals = Object.is, key } = options;
  return { name, compute, equals, ...(key === undefined ? {} : { key }) };
}
