import { test } from "node:test";
import { checkFindings, checkRepair } from "../../../../test/support/check";
import { badTexts, examplesOf } from "../../../../test/support/fixture";
import { rule } from "./host-not-imported-by-sidecar";

const code = "host-not-imported-by-sidecar";
const [before = ""] = badTexts(rule);
const route = (namespace: string): string => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: finance, namespace: ${namespace} }
spec:
  hosts: [finance.yahoo.com]
  http:
  - route:
    - destination: { host: finance.yahoo.com }
`;

test("the host is added, in the list's own style", () => {
  checkRepair(before, `${before}    - ./finance.yahoo.com\n`, { code });
  const flow = before.replace("hosts:\n    - istio-system/*\n", 'hosts: ["istio-system/*"]\n');
  checkRepair(flow, flow.replace('/*"]', '/*", ./finance.yahoo.com]'), { code });
});

test("silent where the Sidecar is for some workloads, imports nothing on purpose, or all", () => {
  for (const [from, to] of [
    ["  egress:", "  workloadSelector: { labels: { app: batch } }\n  egress:"],
    ["istio-system/*", '"~/*"'],
    ["istio-system/*", '"*/*"'],
    ["istio-system/*", "default/*.yahoo.com"],
  ] as const)
    checkFindings(before.replace(from, to), { codes: [code] });
});

test("silent where an imported VirtualService leads to the host", () => {
  checkFindings(before + route("istio-system"), { codes: [code] });
});

test("one finding for a host that a ServiceEntry and a VirtualService speak of", () => {
  checkFindings((examplesOf(rule).bad[0] ?? "") + route("default"), { codes: [code] });
});

test("in the root namespace only routes speak for the apps, and the entry names the namespace", () => {
  const root = before
    .replaceAll("namespace: default", "namespace: istio-system")
    .replace("istio-system/*", "./*.svc.cluster.local");
  checkFindings(root, { codes: [code] });
  checkRepair(root + route("istio-system"), root + "    - istio-system/finance.yahoo.com\n" + route("istio-system"), {
    code,
  });
});
