import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./destination-rule-host-unknown";

const CODE = "destination-rule-host-unknown";

test("the examples hold", () => {
  checkExamples(rule);
});

const ENTRY = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: finance }
spec:
  hosts: [finance.yahoo.com]
  ports: [{ number: 443, name: https, protocol: HTTPS }]
  resolution: DNS
`;

function destinationRule(name: string, host: string): string {
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name} }
spec:
  host: ${host}
`;
}

test("a slip is corrected", () => {
  checkRepair(
    `${ENTRY}---\n${destinationRule("a", "'finance.yahooo.com' # x")}`,
    `${ENTRY}---\n${destinationRule("a", "'finance.yahoo.com' # x")}`,
    { code: CODE },
  );
  const hop = "istio-egressgateway.istio-system.svc.cluster.local";
  checkRepair(destinationRule("a", hop.replace("gress", "gres")), destinationRule("a", hop), { code: CODE });
});

test("a host that has its rule is not what another one meant", () => {
  checkFindings(
    `${ENTRY}---
${destinationRule("a", "finance.yahoo.com")}---
${destinationRule("b", "finance2.yahoo.com\n  #     ^^^^^^^^^^^^^^^^^^ information destination-rule-host-unknown")}`,
    { codes: [CODE] },
  );
});

test("Services of a namespace that no file describes, wildcards and hosts of the settings are not judged", () => {
  checkFindings(destinationRule("a", "reviews"), { codes: [CODE] });
  checkFindings(destinationRule("a", '"*.local"'), { codes: [CODE] });
  checkFindings(destinationRule("a", "api.example.com"), {
    codes: [CODE],
    settings: { mesh: { knownHosts: ["api.example.com"] } },
  });
});

test("an unknown host is told where a route leads to it", () => {
  checkFindings(
    `${destinationRule("a", "api.example.com")}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: a }
spec:
  hosts: [api.example.com]
  http: [{ route: [{ destination: { host: api.example.com } }] }]
`,
    { codes: [CODE] },
  );
});

test("a word that a ServiceEntry declares as it stands is another host here", () => {
  const literal = ENTRY.replace("finance.yahoo.com", "ext");
  checkFindings(`${literal}---\n${destinationRule("a", "ext\n  #     ^^^ warning destination-rule-host-unknown")}`, {
    codes: [CODE],
  });
  const service = `apiVersion: v1
kind: Service
metadata: { name: ext, namespace: default }
spec: { ports: [{ port: 80 }] }
`;
  checkFindings(`${literal}---\n${service}---\n${destinationRule("a", "ext")}`, { codes: [CODE] });
});
