// What the repairs of the rules about originating TLS make of a set: one table, since each is one before and one after.
import { test } from "node:test";
import { checkRepair } from "../../../../test/support/check";

const entry = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: finance
spec:
  hosts:
  - finance.yahoo.com
  ports:
  - number: 80
    name: http
    protocol: HTTP
  - number: 443
    name: https
    protocol: HTTPS
  resolution: DNS
`;
const route = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts:
  - finance.yahoo.com
  http:
  - route:
    - destination:
        host: finance.yahoo.com
        port:
          number: 443
`;
const rule = (policy: string): string => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: finance
spec:
  host: finance.yahoo.com
  trafficPolicy:
${policy}`;
const forPort = (number: number, tls: string): string =>
  rule(`    portLevelSettings:\n    - port:\n        number: ${number}\n      tls:\n${tls}`);
const simple = forPort(443, "        mode: SIMPLE # browser-like\n");

interface Case {
  readonly code: string;
  readonly before: string;
  readonly after: string;
  readonly withRoute?: boolean;
}

const cases: readonly Case[] = [
  { code: "tls-origination-disabled", before: simple.replace("SIMPLE", "DISABLE"), after: simple },
  { code: "tls-origination-on-unused-port", before: simple.replace("443", "8443"), after: simple },
  {
    code: "port-settings-drop-tls",
    before: rule(
      "    tls:\n      mode: SIMPLE\n    portLevelSettings:\n    - port:\n        number: 443\n      loadBalancer:\n        simple: RANDOM\n",
    ),
    after: rule(
      "    tls:\n      mode: SIMPLE\n    portLevelSettings:\n    - port:\n        number: 443\n      tls:\n        mode: SIMPLE\n      loadBalancer:\n        simple: RANDOM\n",
    ),
  },
  {
    code: "double-tls",
    withRoute: false,
    before: rule("    tls:\n      mode: SIMPLE\n"),
    after: rule("    portLevelSettings:\n    - port:\n        number: 80\n      tls:\n        mode: SIMPLE\n"),
  },
  {
    code: "certificate-check-skipped",
    before: forPort(443, "        mode: SIMPLE # browser-like\n        insecureSkipVerify: true\n"),
    after: simple,
  },
  {
    code: "sni-does-not-match-host",
    before: forPort(443, '        mode: SIMPLE\n        sni: "www.example.com"\n'),
    after: forPort(443, '        mode: SIMPLE\n        sni: "finance.yahoo.com"\n'),
  },
  {
    code: "server-name-not-verified",
    before: forPort(443, "        mode: SIMPLE\n        sni: finance.yahoo.com\n"),
    after: forPort(
      443,
      "        mode: SIMPLE\n        sni: finance.yahoo.com\n        subjectAltNames:\n        - finance.yahoo.com\n",
    ),
  },
];

for (const { code, before, after, withRoute } of cases) {
  test(`the repair of ${code}`, () => {
    const rest = withRoute === false ? "" : `---\n${route}`;
    checkRepair(`${entry}---\n${before}${rest}`, `${entry}---\n${after}${rest}`, { code });
  });
}
