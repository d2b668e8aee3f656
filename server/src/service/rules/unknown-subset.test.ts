import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./unknown-subset";

const CODE = "unknown-subset";

test("the examples hold", () => {
  checkExamples(rule);
});

const HOST = "istio-egressgateway.istio-system.svc.cluster.local";

const GATEWAY = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: finance-egress
spec:
  selector:
    istio: egressgateway
  servers:
  - port:
      number: 80
      name: https
      protocol: HTTPS
    hosts:
    - finance.yahoo.com
    tls:
      mode: ISTIO_MUTUAL
`;

const SERVICE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts:
  - finance.yahoo.com
  gateways:
  - finance-egress
  - mesh
  http:
  - match:
    - gateways:
      - mesh
    route:
    - destination:
        host: ${HOST}
        subset: finance
        port:
          number: 80
`;

function destinationRule(subsets: string, rest = ""): string {
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: egress-for-finance-yahoo-com
spec:
  host: ${HOST}
${rest}${subsets}`;
}

test("a misspelt subset, or the only one that nothing uses, is the one that is meant", () => {
  for (const name of ["finanse", "cnn"]) {
    const set = `${destinationRule(`  subsets:\n  - name: ${name}\n`)}---\n${SERVICE}`;
    checkRepair(set, set.replace("subset: finance", `subset: ${name}`), { code: CODE });
  }
});

test("otherwise the subset is declared, with the rule's own settings", () => {
  const set = `${destinationRule("", "  trafficPolicy:\n    tls:\n      mode: ISTIO_MUTUAL\n")}---\n${SERVICE}`;
  checkRepair(set, set.replace("ISTIO_MUTUAL\n", "ISTIO_MUTUAL\n  subsets:\n  - name: finance\n"), { code: CODE });
});

test("a missing DestinationRule is written as the gateway's server wants it", () => {
  const created = destinationRule(`  subsets:
  - name: finance
    trafficPolicy:
      portLevelSettings:
      - port:
          number: 80
        tls:
          mode: ISTIO_MUTUAL
          sni: finance.yahoo.com
`);
  checkRepair(`${GATEWAY}---\n${SERVICE}`, `${GATEWAY}---\n${SERVICE}---\n${created}`, { code: CODE });
});

test("without the rest of the set, the DestinationRule may live elsewhere", () => {
  checkFindings(SERVICE, { codes: [CODE] });
});

test("a rule that declares the subset where the client does not see it is told there", () => {
  const hidden = destinationRule("  subsets: [{ name: finance }]\n", "  exportTo: ['.']\n").replace(
    "com\nspec",
    "com\n  namespace: other\nspec",
  );
  checkFindings(`${hidden}---\n${SERVICE}`, { codes: [CODE] });
});
