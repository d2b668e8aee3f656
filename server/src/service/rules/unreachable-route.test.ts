import { test } from "node:test";
import { checkExamples, checkFindings, checkNoRepair, checkRepair } from "../../../../test/support/check";
import { rule } from "./unreachable-route";

const CODE = "unreachable-route";

function service(routes: string, gateways = "[mesh]"): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: shop
spec:
  hosts: [shop.example.com]
  gateways: ${gateways}
${routes}`;
}

const TO = "    route:\n    - destination: { host: shop }\n";

test("the examples hold", () => {
  checkExamples(rule);
});

test("a second route without match is never used", () => {
  checkFindings(service(`  tcp:\n  - name: a\n${TO}  - name: b\n    #<^^ warning unreachable-route\n${TO}`), {
    codes: [CODE],
  });
});

test("a fault put in front of the real route hides it on purpose", () => {
  checkFindings(
    service(
      `  http:\n  - fault: { abort: { httpStatus: 555, percentage: { value: 100 } } }\n${TO}  - name: rest\n    #<^^ information unreachable-route\n${TO}`,
    ),
    { codes: [CODE] },
  );
});

test("a route for one gateway leaves the others", () => {
  const routes = (gateways: string): string =>
    `  http:\n  - match:\n    - gateways: ${gateways}\n${TO}  - name: rest\n${TO}`;
  checkFindings(service(routes("[mesh]"), "[mesh, egress]"), { codes: [CODE] });
  checkFindings(
    service(
      routes("[default/egress, mesh]").replace(
        "  - name: rest\n",
        "  - name: rest\n    #<^^ warning unreachable-route\n",
      ),
      "[mesh, egress]",
    ),
    { codes: [CODE] },
  );
});

test("a delegate may pass requests on to the next route", () => {
  checkFindings(service(`  http:\n  - delegate: { name: other }\n  - name: rest\n${TO}`), { codes: [CODE] });
});

test("a repeated match, and a route of repeated matches", () => {
  checkFindings(
    service(`  http:
  - match:
    - uri: { prefix: /a }
    - uri: { prefix: /b }
${TO}  - match:
    #<^^^ warning unreachable-route
    - uri: { exact: /a/1 }
    - uri: { prefix: /b }
      method: { exact: GET }
${TO}  - match:
    - uri: { prefix: /c }
    - uri: { prefix: /a }
    # ^^^ warning unreachable-route
${TO}`),
    { codes: [CODE] },
  );
});

test("SNI hosts are not chosen by order", () => {
  checkFindings(
    service(`  tls:
  - match:
    - sniHosts: ["*.example.com"]
${TO}  - match:
    - sniHosts: [shop.example.com]
${TO}`),
    { codes: [CODE] },
  );
});

test("the narrower route moves to the front, or goes", () => {
  const wide = `  - match:\n    - uri: { prefix: /api }\n${TO}`;
  const narrow = `  - match:\n    - uri: { prefix: /api/v2 } # newer\n${TO}`;
  checkRepair(service(`  http:\n${wide}${narrow}`), service(`  http:\n${narrow}${wide}`), { code: CODE });
  checkRepair(service(`  http:\n${wide}${narrow}`), service(`  http:\n${wide}`), { code: CODE, title: "Remove" });
});

test("of two routes for the same requests, moving one would not help", () => {
  const same = `  - match:\n    - port: 80\n${TO}`;
  checkNoRepair(service(`  http:\n${same}${same}`), { code: CODE, title: "Move" });
  checkNoRepair(service(`  http:\n  - name: a\n${TO}  - name: b\n${TO}`), { code: CODE, title: "Move" });
});

test("a match that takes nothing goes", () => {
  const matches = "  http:\n  - match:\n    - uri: { prefix: /api }\n";
  checkRepair(service(`${matches}    - uri: { prefix: /api/v2 }\n${TO}`), service(`${matches}${TO}`), { code: CODE });
});
