import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-gateway-reference";

const CODE = "invalid-gateway-reference";

test("the examples hold", () => {
  checkExamples(rule);
});

function service(gateways: string): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts: [finance.example.com]
  gateways: [mesh, shop/egress]
  http:
  - match:
    - gateways:
${gateways}    route:
    - destination: { host: finance.example.com }
`;
}

test("the gateways of a match are read the same way", () => {
  checkFindings(
    service(`      - /egress
      # ^^^^^^^ error invalid-gateway-reference
      - ./egress
      # ^^^^^^^^ error invalid-gateway-reference
      - shop/e_gress
      # ^^^^^^^^^^^^ error invalid-gateway-reference
      - b@d
      # ^^^ error invalid-gateway-reference
      - \${GATEWAY}
`),
    { codes: [CODE] },
  );
});

test("the old spelling is written anew", () => {
  checkRepair(service('      - "egress.shop" # old\n'), service('      - "shop/egress" # old\n'), { code: CODE });
});
