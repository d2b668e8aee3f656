import { test } from "node:test";
import { checkExamples, checkFindings } from "../../../../test/support/check";
import { rule } from "./credential-ignored-on-sidecar";

const CODES = ["credential-ignored-on-sidecar", "request-fails", "missing-tls-origination"];

test("the examples hold", () => {
  checkExamples(rule);
});

function set(ports: string, tls: string, caret = "", rest = ""): string {
  return `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: app }
spec:
  hosts: [api.example.com]
  ports: [${ports}]
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: api, namespace: app }
spec:
  host: api.example.com
${rest}  trafficPolicy:
    tls:
      mode: MUTUAL
${tls}${caret}`;
}

const HTTPS = "{ number: 443, name: https, protocol: HTTPS }";
const HTTP = "{ number: 80, name: http, protocol: HTTP, targetPort: 443 }";
const SECRET = "      credentialName: client\n";
const CARET = "      #               ^^^^^^ warning credential-ignored-on-sidecar\n";

test("whatever ports the entry has: plain HTTP leaves as it is, and TLS of the apps without the certificate", () => {
  checkFindings(set(HTTP, SECRET, CARET), { codes: CODES });
  checkFindings(set(HTTPS, SECRET, CARET), { codes: CODES });
  checkFindings(set(`${HTTP}, ${HTTPS}`, SECRET, CARET), { codes: CODES });
});

test("a workloadSelector lets sidecars read the Secret, and a ConfigMap is not kept from them", () => {
  checkFindings(set(HTTPS, SECRET, "", "  workloadSelector: { matchLabels: { app: sleep } }\n"), { codes: CODES });
  checkFindings(set(HTTPS, "      credentialName: configmap://authority\n"), { codes: CODES });
});
