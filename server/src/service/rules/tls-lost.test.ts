import { test } from "node:test";
import { checkExamples, checkFindings } from "../../../../test/support/check";
import { rule } from "./tls-lost";

const codes = { codes: [rule.code, "egress-gateway-bypassed"] };

test("the examples hold", () => {
  checkExamples(rule);
});

test("routes for the clients of certain labels miss all others", () => {
  checkFindings(
    `#- base: classic
kind: VirtualService
spec:
  http:
  - ...
    match:
    - sourceLabels: { app: billing }
      #<^^^^^^^^^^ warning tls-lost
      port: 80
  - ...
`,
    codes,
  );
});

test("a Sidecar that imports the host and not its routes is told where it lists its imports", () => {
  const sidecar = (caret: string): string => `#- base: classic
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: default
  namespace: team
spec:
  egress:
  - hosts:
${caret}    - default/finance.yahoo.com
    - istio-system/*
`;
  checkFindings(sidecar(""), codes);
  checkFindings(
    sidecar("    #<^^^ information tls-lost\n").replace("default/finance.yahoo.com", "entries/*").concat(`---
kind: ServiceEntry
metadata:
  namespace: entries
`),
    codes,
  );
});

test("a gateway's last route to port 80 goes past the TLS that is opened for 443", () => {
  checkFindings(
    `#- base: classic
kind: VirtualService
spec:
  http:
  - ...
  - ...
    route:
    - destination:
        host: finance.yahoo.com
        port:
          number: 80
          #       ^^ warning tls-lost
`,
    codes,
  );
});

test("an app's own TLS through no gateway misses the gateway alone", () => {
  checkFindings(
    `#- base: passthrough
kind: VirtualService
spec:
  tls:
  - ...
    match:
    - gateways: [mesh]
      port: 8443
      #     ^^^^ warning egress-gateway-bypassed
      sniHosts: [finance.yahoo.com]
  - ...
`,
    codes,
  );
});

test("a Gateway without routes is a note, since they may be in another folder; a warning in a whole mesh", () => {
  const set = (severity: string): string => `#- base: passthrough
#- without: VirtualService
kind: Gateway
spec:
  servers:
  - ...
    hosts:
    - finance.yahoo.com
    #<^^^^^^^^^^^^^^^ ${severity} egress-gateway-bypassed
`;
  checkFindings(set("information").replace("    #<^^^^^^^^^^^^^^^", "    # ^^^^^^^^^^^^^^^^^"), codes);
  checkFindings(set("warning").replace("    #<^^^^^^^^^^^^^^^", "    # ^^^^^^^^^^^^^^^^^"), {
    ...codes,
    settings: { knowledge: "whole" },
  });
});
