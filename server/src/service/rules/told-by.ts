// Which rules tell people about each way for a path to fail, in the order in which they are asked. The table is complete by its type: a new decision
// that ends a path does not compile before somebody says who tells it. `request-fails` tells what none of the others knows the cause of; where it
// stands alone, that is meant.
import type { DecisionCode, FailingDecision } from "../traffic/trace";

/** The rule that speaks when no other one does. */
export const GENERAL_RULE = "request-fails";

const TOLD_BY: Readonly<Record<FailingDecision, readonly string[]>> = {
  refused: ["host-not-imported-by-sidecar", "unknown-host", GENERAL_RULE],
  "no-virtual-host": [
    "match-gateway-not-listed",
    "unknown-gateway",
    "not-exported-to-gateway",
    "gateway-host-not-exposed",
    "route-kind-mismatch",
    GENERAL_RULE,
  ],
  "no-rule-matches": ["gateway-port-mismatch", "match-gateway-not-listed", "unknown-gateway", GENERAL_RULE],
  "rule-without-destination": ["incomplete-route", GENERAL_RULE],
  "host-not-in-registry": ["unknown-host", GENERAL_RULE],
  "host-not-visible": ["not-exported-to-gateway", GENERAL_RULE],
  "port-not-declared": ["unknown-port", "ambiguous-destination-port", GENERAL_RULE],
  "subset-not-declared": [
    "destination-rule-host-unknown",
    "unknown-subset",
    "destination-rule-not-visible",
    GENERAL_RULE,
  ],
  "wildcard-destination": ["wildcard-destination", "gateway-leg-needs-resolution", GENERAL_RULE],
  "gateway-reaches-itself": ["gateway-routes-to-itself", GENERAL_RULE],
  "original-destination-at-gateway": ["gateway-leg-needs-resolution", GENERAL_RULE],
  "no-endpoints": [GENERAL_RULE],
  "secret-missing": ["credential-not-in-gateway-namespace", GENERAL_RULE],
  "secret-without-key": ["credential-not-in-gateway-namespace", GENERAL_RULE],
  "no-gateway-for-workload": ["egress-selector-matches-nothing", "unknown-gateway", GENERAL_RULE],
  "no-server-on-port": [
    "gateway-port-mismatch",
    "egress-selector-matches-nothing",
    "conflicting-servers",
    GENERAL_RULE,
  ],
  "server-without-routes": ["route-kind-mismatch", "gateway-host-not-exposed", "not-exported-to-gateway", GENERAL_RULE],
  "listener-rejected": ["conflicting-servers", GENERAL_RULE],
  "plaintext-at-tls-server": [
    "gateway-hop-tls-mismatch",
    "destination-rule-not-visible",
    "destination-rule-host-unknown",
    GENERAL_RULE,
  ],
  "tls-at-plain-server": ["gateway-hop-tls-mismatch", GENERAL_RULE],
  "no-server-for-name": ["gateway-hop-sni-mismatch", "gateway-host-not-exposed", GENERAL_RULE],
  "client-certificate-missing": [GENERAL_RULE],
  "client-certificate-of-other-kind": [GENERAL_RULE],
  "tls-inside-http": ["route-kind-mismatch", GENERAL_RULE],
  "server-wants-tls": [
    "credential-ignored-on-sidecar",
    "tls-origination-disabled",
    "port-settings-drop-tls",
    "tls-on-unused-subset",
    "missing-tls-origination",
    GENERAL_RULE,
  ],
  "server-wants-plaintext": ["tls-opened-to-plain-port", GENERAL_RULE],
  "tls-twice": ["double-tls", GENERAL_RULE],
  "mesh-tls-to-outside": ["mesh-certificate-to-outside", GENERAL_RULE],
  "too-many-hops": [GENERAL_RULE],
};

/** The rules that may tell why a path ends with a decision, in the order in which they are asked. */
export function tellersOf(code: FailingDecision): readonly string[] {
  return TOLD_BY[code];
}

/**
 * Whether a finding of a rule may be the cause of any failure around it, whatever the decision: a name that leads nowhere sends requests another way, and
 * there they fail.
 */
export function mayExplain(code: string): boolean {
  return EXPLAINING.has(code);
}

/** Whether a decision is one that a path can fail with. */
export function isFailing(code: DecisionCode): code is FailingDecision {
  return Object.hasOwn(TOLD_BY, code);
}

/** Every decision that a path can fail with. */
// The keys of the table are the members of the union, by its type.
export const FAILING_DECISIONS = Object.keys(TOLD_BY) as readonly FailingDecision[];

const EXPLAINING: ReadonlySet<string> = new Set(
  Object.values(TOLD_BY)
    .flat()
    .filter((code) => code !== GENERAL_RULE),
);
