// Precedence between rules: of two findings about one cause, the one of the rule that tells it better stays. Which rule that is stands in the
// rules themselves (`yieldsTo`); what one cause is, is decided here.
import type { AnyRule, Finding } from "./define";

/** A finding with its rule. */
interface Told {
  readonly rule: AnyRule;
  readonly finding: Finding;
}

/** The findings about one subject without those that another one of them tells better. */
export function withoutYielding<T extends Told>(found: readonly T[]): readonly T[] {
  if (found.length < 2 || !found.some(({ rule }) => rule.yieldsTo !== undefined)) return found;
  return found.filter(
    ({ rule, finding }) =>
      rule.yieldsTo === undefined ||
      !found.some((other) => rule.yieldsTo?.includes(other.rule.code) === true && isSameCause(finding, other.finding)),
  );
}

function isSameCause(one: Finding, other: Finding): boolean {
  if (one.step !== undefined && one.step === other.step) return true;
  return one.at.start < other.at.end && other.at.start < one.at.end;
}

/**
 * Whether a rule's findings stand although istiod refuses a resource on the way: a name that nothing has is wrong in any case, and some repairs of a
 * refused resource are known from the other end of the way alone. What other rules say of requests is moot until the resource is taken.
 */
export function standsDespiteRefusals({ certainty, code }: AnyRule): boolean {
  return certainty === "local" || STANDING.has(code);
}

const STANDING: ReadonlySet<string> = new Set([
  "duplicate-virtual-service-host",
  "egress-selector-matches-nothing",
  "gateway-hop-tls-mismatch",
  "gateway-host-not-exposed",
  "unknown-gateway",
  "unknown-host",
  "unknown-subset",
]);
