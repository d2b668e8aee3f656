import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-sni-host";

const CODE = "invalid-sni-host";

test("the examples hold", () => {
  checkExamples(rule);
});

function service(gateway: string, host: string, hosts = "[finance.example.com]"): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts: ${hosts}
  gateways: [${gateway}]
  tls:
  - match:
    - sniHosts:
      - ${host}
    route:
    - destination: { host: finance.example.com }
`;
}

test("a malformed name, and one that istiod generates for gateways", () => {
  checkFindings(service("mesh", "foo.*.com\n      # ^^^^^^^^^ error invalid-sni-host"), { codes: [CODE] });
  const generated = "outbound_.80_._.api.example.com";
  checkFindings(service("shop/egress", generated, `[${generated}]`), { codes: [CODE] });
  checkFindings(
    service("mesh", `${generated}\n      # ${"^".repeat(31)} error invalid-sni-host`, "[api.example.com]"),
    {
      codes: [CODE],
    },
  );
});

test("a wildcard SNI host wants a wildcard host above it", () => {
  checkFindings(service("mesh", '"*.example.com"', '["*.com"]'), { codes: [CODE] });
  checkFindings(service("mesh", '"*.com"\n      # ^^^^^^^ error invalid-sni-host', '["*.example.com"]'), {
    codes: [CODE],
  });
});

test("the host is added to the VirtualService", () => {
  checkRepair(
    service("mesh", "www.example.com"),
    service("mesh", "www.example.com", "[finance.example.com, www.example.com]"),
    { code: CODE },
  );
});
