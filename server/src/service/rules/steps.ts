// One pass over the traces about a resource calls every path rule for the steps it listens to.
import type { DecisionCode, Trace } from "../traffic/trace";
import type { AnyRule, Finding, PathContext, PathRule } from "./define";

/** The path rules by the decisions they listen to; `ruleOf` tells the rule of an entry. */
export type StepListeners<R> = ReadonlyMap<DecisionCode, readonly (readonly [R, PathRule["check"]])[]>;

/** Which of some entries listen to which decisions. */
export function stepListenersOf<R>(entries: readonly R[], ruleOf: (entry: R) => AnyRule): StepListeners<R> {
  const listeners = new Map<DecisionCode, (readonly [R, PathRule["check"]])[]>();
  for (const entry of entries) {
    const { checkStep, decisions = [] } = ruleOf(entry);
    if (checkStep === undefined) continue;
    for (const code of decisions) {
      const known = listeners.get(code);
      if (known === undefined) listeners.set(code, [[entry, checkStep]]);
      else known.push([entry, checkStep]);
    }
  }
  return listeners;
}

/** Calls the listeners of every step, in the order of the traces. */
export function followSteps<R>(
  cx: PathContext,
  traces: readonly Trace[],
  listeners: StepListeners<R>,
  report: (entry: R, check: () => Iterable<Finding>) => void,
): void {
  if (listeners.size === 0) return;
  for (const trace of traces) {
    for (const hop of trace.hops) {
      for (const step of hop.steps) {
        for (const [entry, check] of listeners.get(step.code) ?? []) report(entry, () => check(cx, trace, hop, step));
      }
    }
  }
}
