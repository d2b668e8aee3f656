import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./https-port-declared-http";

const CODE = "https-port-declared-http";

test("the examples hold", () => {
  checkExamples(rule);
});

const ENTRY = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: finance
spec:
  hosts:
  - finance.yahoo.com
  ports:
  - number: 443
    name: https
    protocol: "HTTP" # wrong
  resolution: DNS
`;

test("HTTPS is declared, with the author's quotes", () => {
  checkRepair(ENTRY, ENTRY.replace('"HTTP"', '"HTTPS"'), { code: CODE });
});

test("addresses of its own, hosts of the mesh and other ports are fine", () => {
  checkFindings(ENTRY.replace("  ports:", "  addresses: [192.0.2.1]\n  ports:"), { codes: [CODE] });
  checkFindings(ENTRY.replace("  ports:", "  location: MESH_INTERNAL\n  ports:"), { codes: [CODE] });
  checkFindings(ENTRY.replace("443", "8080"), { codes: [CODE] });
});
