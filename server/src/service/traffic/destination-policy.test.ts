// Which DestinationRules hold for whom, why the others do not, and which settings of them win.
import assert from "node:assert/strict";
import { test } from "node:test";
import { snapshotOf } from "../../../../test/support/check";
import { set } from "../../../../test/support/egress-set";
import { readFixture } from "../../../../test/support/fixture";
import { istio } from "../../../../test/support/resources";
import { destinationRulesFor, effectivePolicy, type PolicySubject } from "./destination-policy";
import { viewOf } from "../workspace/view";

const rule = (name: string, namespace: string, spec: string): string => istio("DestinationRule", name, namespace, spec);

interface Lookup {
  readonly title: string;
  readonly rules: readonly string[];
  readonly from?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly service?: string;
  /** The rules that hold, then the others with the reason. */
  readonly expected: string;
}

const LOOKUPS: readonly Lookup[] = [
  {
    title: "the proxy's own namespace is asked first",
    rules: [rule("own", "shop", "host: a.example"), rule("far", "ext", "host: a.example")],
    expected: "own; far other-namespace-first",
  },
  {
    title: "even a broader host there goes before an exact one elsewhere",
    rules: [rule("own", "shop", "host: '*.example'"), rule("far", "ext", "host: a.example")],
    expected: "own; far other-namespace-first",
  },
  {
    title: "inside a namespace the most specific host counts",
    rules: [rule("broad", "ext", "host: '*.example'"), rule("exact", "ext", "host: a.example")],
    expected: "exact; broad more-specific",
  },
  {
    title: "the service's namespace only as far as it exports",
    rules: [
      rule("hidden", "ext", "host: a.example, exportTo: ['.']"),
      rule("root", "istio-system", "host: '*.example'"),
    ],
    expected: "root; hidden not-exported",
  },
  {
    title: "exported by name",
    rules: [rule("named", "ext", "host: a.example, exportTo: [shop]")],
    expected: "named;",
  },
  {
    title: "other namespaces are never asked",
    rules: [rule("lost", "elsewhere", "host: a.example")],
    expected: "; lost namespace",
  },
  {
    title: "a proxy of the root namespace takes private rules there before the service's",
    from: "istio-system",
    rules: [rule("private", "istio-system", "host: a.example, exportTo: ['.']"), rule("far", "ext", "host: a.example")],
    expected: "private; far other-namespace-first",
  },
  {
    title: "but public ones there only after the service's",
    from: "istio-system",
    rules: [rule("public", "istio-system", "host: a.example"), rule("far", "ext", "host: a.example")],
    expected: "far; public other-namespace-first",
  },
  {
    title: "rules of one host and namespace merge, by name for want of age",
    rules: [rule("b", "shop", "host: a.example"), rule("a", "shop", "host: a.example")],
    expected: "a b;",
  },
  {
    title: "a rule for the proxy's workload goes before one for all",
    labels: { app: "one" },
    rules: [
      rule("all", "shop", "host: a.example"),
      rule("one", "shop", "host: a.example, workloadSelector: {matchLabels: {app: one}}"),
    ],
    expected: "one; all more-specific",
  },
  {
    title: "a rule for another workload holds for nobody else",
    labels: { app: "two" },
    rules: [rule("one", "shop", "host: a.example, workloadSelector: {matchLabels: {app: one}}")],
    expected: "; one workload",
  },
];

for (const { title, rules, from, labels, service, expected } of LOOKUPS) {
  test(title, () => {
    const view = viewOf(snapshotOf(readFixture(set(...rules))), "");
    const found = destinationRulesFor(view, {
      proxyNamespace: from ?? "shop",
      labels,
      host: "a.example",
      serviceNamespace: service ?? "ext",
    });
    const held = found.rules.map((one) => one.name?.value ?? "").join(" ");
    const others = found.rejected.map((one) => `${one.rule.name?.value ?? ""} ${one.reason}`);
    assert.equal([`${held};`, ...others].join(" "), expected);
  });
}

/** The settings in force as `mode level`, then what was lost. */
const SETTINGS: readonly (readonly [string, string, Partial<PolicySubject>, string])[] = [
  ["the rule's TLS", "trafficPolicy: {tls: {mode: SIMPLE}}", {}, "SIMPLE rule"],
  [
    "the port's goes first",
    "trafficPolicy: {tls: {mode: SIMPLE}, portLevelSettings: [{port: {number: 443}, tls: {mode: DISABLE}}]}",
    {},
    "DISABLE port",
  ],
  [
    "settings for another port do not matter",
    "trafficPolicy: {tls: {mode: SIMPLE}, portLevelSettings: [{port: {number: 80}, tls: {mode: DISABLE}}]}",
    {},
    "SIMPLE rule",
  ],
  [
    "port settings without TLS take it away",
    "trafficPolicy: {tls: {mode: SIMPLE}, portLevelSettings: [{port: {number: 443}, loadBalancer: {simple: RANDOM}}]}",
    {},
    "none, lost SIMPLE rule",
  ],
  [
    "a subset without TLS keeps the rule's",
    "trafficPolicy: {tls: {mode: SIMPLE}}, subsets: [{name: s, trafficPolicy: {loadBalancer: {simple: RANDOM}}}]",
    { subset: "s" },
    "SIMPLE rule",
  ],
  [
    "a subset's port settings without TLS take the rule's away",
    "trafficPolicy: {tls: {mode: SIMPLE}}, subsets: [{name: s, trafficPolicy: {portLevelSettings: [{port: {number: 443}}]}}]",
    { subset: "s" },
    "none, lost SIMPLE rule",
  ],
  [
    "a subset's own TLS goes before the rule's port",
    "trafficPolicy: {portLevelSettings: [{port: {number: 443}, tls: {mode: DISABLE}}]}, subsets: [{name: s, trafficPolicy: {tls: {mode: MUTUAL}}}]",
    { subset: "s" },
    "MUTUAL subset",
  ],
  ["a subset nobody declares", "subsets: [{name: s}]", { subset: "t" }, "none, no such subset"],
];

for (const [title, spec, subject, expected] of SETTINGS) {
  test(title, () => {
    const view = viewOf(snapshotOf(readFixture(rule("r", "shop", `host: a.example, ${spec}`))), "");
    const policy = effectivePolicy(view, {
      proxyNamespace: "shop",
      host: "a.example",
      serviceNamespace: "shop",
      port: 443,
      ...subject,
    });
    const shown = [
      policy.tls === undefined ? "none" : `${policy.tls.mode} ${policy.tls.level}`,
      ...(policy.lostTls === undefined ? [] : [`lost ${policy.lostTls.mode} ${policy.lostTls.level}`]),
      ...(policy.isSubsetDeclared ? [] : ["no such subset"]),
    ].join(", ");
    assert.equal(shown, expected);
  });
}

test("a rule whose file names no namespace is taken to be applied where it is read", () => {
  const source =
    "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: r}\nspec: {host: a.example}\n";
  const subject = { proxyNamespace: "istio-system", host: "a.example", serviceNamespace: "ext", port: 443 };
  const part = effectivePolicy(viewOf(snapshotOf(readFixture(source)), ""), subject);
  const whole = effectivePolicy(viewOf(snapshotOf(readFixture(source), { knowledge: "whole" }), ""), subject);
  assert.deepEqual([part.isPlacementAssumed, part.rules.length, whole.rules.length], [true, 1, 0]);
});
