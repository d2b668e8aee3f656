import { test } from "node:test";
import { checkExamples, checkFindings } from "../../../../test/support/check";
import { rule } from "./duplicate-virtual-service-host";

const CODES = ["duplicate-virtual-service-host"];

test("the examples hold", () => {
  checkExamples(rule);
});

/** Two VirtualServices of different namespaces with what stands behind their hosts. */
function pair(one: string, other: string): string {
  const service = (namespace: string, spec: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: finance, namespace: ${namespace} }
spec:
${spec}
  http:
  - route: [{ destination: { host: finance.yahoo.com } }]
`;
  return `${service("shop", one)}---\n${service("bank", other)}`;
}

test("what no namespace sees together does not conflict", () => {
  checkFindings(pair("  exportTo: ['.']\n  hosts: [a.example.com]", "  exportTo: [bank]\n  hosts: [a.example.com]"), {
    codes: CODES,
  });
  checkFindings(
    pair(
      "  exportTo: ['.']\n  hosts: [a.example.com]\n  #       ^^^^^^^^^^^^^ warning duplicate-virtual-service-host",
      "  exportTo: [shop]\n  hosts: [a.example.com]\n  #       ^^^^^^^^^^^^^ warning duplicate-virtual-service-host",
    ),
    { codes: CODES },
  );
});

test("a short name is another host in every namespace", () => {
  checkFindings(pair("  hosts: [reviews]", "  hosts: [reviews]"), { codes: CODES });
});

test("a wildcard above a host is a note only where the two are exported differently", () => {
  checkFindings(pair('  hosts: ["*.example.com"]', "  hosts: [a.example.com]"), { codes: CODES });
  checkFindings(
    pair(
      '  hosts: ["*.example.com"]\n  #       ^^^^^^^^^^^^^^^ information duplicate-virtual-service-host',
      "  exportTo: ['.']\n  hosts: [a.example.com]\n  #       ^^^^^^^^^^^^^ information duplicate-virtual-service-host",
    ),
    { codes: CODES },
  );
});

test("one resource in two overlays is one resource", () => {
  const text = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: finance }
spec:
  hosts: [finance.yahoo.com]
  http:
  - route: [{ destination: { host: finance.yahoo.com } }]
`;
  checkFindings(`#- /base/vs.yaml\n${text}#- /base/dev/vs.yaml\n${text}`, { codes: CODES });
});

/** Two VirtualServices of one host in one namespace with these routes. */
function lists(one: string, other: string, caret = ""): string {
  const service = (name: string, routes: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name} }
spec:
  hosts: [a.example.com]
${caret}${routes}
`;
  return `${service("one", one)}---\n${service("other", other)}`;
}

const TO = "route: [{ destination: { host: a.example.com } }]";
const http = (match: string): string => `  http:\n  - match: [{ ${match} }]\n    ${TO}`;
const tls = (name: string): string => `  tls:\n  - match: [{ sniHosts: ["${name}"] }]\n    ${TO}`;

test("tls routes of one and http routes of the other both hold, as do tls routes for different names and http routes on different ports", () => {
  checkFindings(lists(tls("a.example.com"), http("uri: { prefix: / }")), { codes: CODES });
  checkFindings(lists(tls("a.example.com"), tls("b.example.com")), { codes: CODES });
  checkFindings(lists(http("port: 80"), http("port: 8080")), { codes: CODES });
  const caret = "  #       ^^^^^^^^^^^^^ warning duplicate-virtual-service-host\n";
  checkFindings(lists(tls("a.example.com"), tls("*.example.com"), caret), { codes: CODES });
  checkFindings(lists(http("port: 80"), http("uri: { prefix: / }"), caret), { codes: CODES });
});

test("a VirtualService whose routes hold at a gateway only leaves the sidecars to the other", () => {
  const atGateway = http("gateways: [egress]").replace("  http:", "  gateways: [mesh, egress]\n  http:");
  checkFindings(lists(atGateway, http("port: 80")), { codes: CODES });
});
