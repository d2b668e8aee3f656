import { test } from "node:test";
import { checkExamples, checkFindings } from "../../../../test/support/check";
import { rule } from "./http-routes-on-tls-port";

const CODES = ["http-routes-on-tls-port"];

test("the examples hold", () => {
  checkExamples(rule);
});

const entry = (ports: string, resolution = "DNS"): string => `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api }
spec:
  hosts: [api.example.com]
  ports: [${ports}]
  resolution: ${resolution}
`;
const HTTPS = "{ number: 443, name: https, protocol: HTTPS }";
const HTTP = "{ number: 80, name: http, protocol: HTTP }";

const routes = (lines: string, gateways = ""): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: api }
spec:
  hosts: [api.example.com]
${gateways}${lines}
`;
const TO = "route: [{ destination: { host: api.example.com } }]";
const CARET = "  #<^^ warning http-routes-on-tls-port\n";

test("timeouts, retries, matches and faults alike", () => {
  for (const line of [
    `timeout: 5s\n    ${TO}`,
    `retries: { attempts: 3 }\n    ${TO}`,
    `match: [{ uri: { prefix: /v1 } }]\n    ${TO}`,
    `fault: { abort: { httpStatus: 500, percentage: { value: 10 } } }\n    ${TO}`,
  ])
    checkFindings(`${entry(HTTPS)}---\n${routes(`  http:\n${CARET}  - ${line}`)}`, { codes: CODES });
});

test("a port with HTTP gives the routes something to do", () => {
  checkFindings(`${entry(`${HTTP}, ${HTTPS}`)}---\n${routes(`  http:\n  - timeout: 5s\n    ${TO}`)}`, { codes: CODES });
});

test("routes on port 80, and a DestinationRule that opens TLS, are made for plain HTTP", () => {
  checkFindings(`${entry(HTTPS)}---\n${routes(`  http:\n  - match: [{ port: 80 }]\n    ${TO}`)}`, { codes: CODES });
  const opens = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: api }
spec:
  host: api.example.com
  trafficPolicy: { tls: { mode: SIMPLE } }
`;
  checkFindings(`${entry(HTTPS)}---\n${opens}---\n${routes(`  http:\n  - timeout: 5s\n    ${TO}`)}`, { codes: CODES });
});

test("a match on the TLS port holds at a gateway, and never in the sidecars", () => {
  const bound = "  gateways: [mesh, egress]\n";
  const match = (gateways: string, caret: string): string => `  http:
  - match:
    - ${gateways}port: 443
${caret}    route: [{ destination: { host: api.example.com, port: { number: 80 } } }]`;
  checkFindings(`${entry(`${HTTP}, ${HTTPS}`)}---\n${routes(match("gateways: [egress]\n      ", ""), bound)}`, {
    codes: CODES,
  });
  checkFindings(
    `${entry(`${HTTP}, ${HTTPS}`)}---\n${routes(
      match("gateways: [mesh]\n      ", "      #     ^^^ warning http-routes-on-tls-port\n"),
      bound,
    )}`,
    { codes: CODES },
  );
});

test("a host of another file that is a template is not known", () => {
  checkFindings(`#- /a.yaml\n${entry("{{ ports }}")}#- /b.yaml\n${routes(`  http:\n  - timeout: 5s\n    ${TO}`)}`, {
    codes: CODES,
  });
});
