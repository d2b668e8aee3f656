import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./ineffective-cipher-suites";

const CODE = "ineffective-cipher-suites";

function server(suites: string): string {
  return `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: egress
spec:
  servers:
  - port: { number: 443, name: https, protocol: HTTPS }
    hosts: [finance.example.com]
    tls:
      mode: SIMPLE
      credentialName: finance
      cipherSuites:
${suites}`;
}

test("the examples hold", () => {
  checkExamples(rule);
});

test("a mistyped suite gets its name, an unknown or repeated one goes", () => {
  checkRepair(server("      - 'AES128-SHAA'\n"), server("      - 'AES128-SHA'\n"), { code: CODE });
  checkRepair(server("      - RC4-MD5 # old\n      - AES128-SHA\n"), server("      - AES128-SHA\n"), { code: CODE });
  checkRepair(server("      - AES128-SHA\n      - AES128-SHA\n"), server("      - AES128-SHA\n"), { code: CODE });
});
