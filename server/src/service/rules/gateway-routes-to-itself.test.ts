import { test } from "node:test";
import { checkExamples, checkFindings, checkNoRepair, checkRepair } from "../../../../test/support/check";
import { rule } from "./gateway-routes-to-itself";

const CODE = "gateway-routes-to-itself";
const HOP = "istio-egressgateway.istio-system.svc.cluster.local";

test("the examples hold", () => {
  checkExamples(rule);
});

/** The classic set whose first route, the one to the gateway, has this match. */
function set(match: string): string {
  return `#- base: classic
kind: VirtualService
spec:
  http:
  - ...
    match: ${match}
    route:
    - destination:
        host: ${HOP}
        port:
          number: 80
  - ...
`;
}

test("the rule is limited to the sidecars, match by match", () => {
  const one = set("[{ port: 80 }]");
  checkRepair(one, one.replace("{ port: 80 }", "{ port: 80, gateways: [mesh] }"), { code: CODE });
  const none = set("<none>");
  checkRepair(none, none.replace("<none>", "\n    - gateways:\n      - mesh").replace("match: \n", "match:\n"), {
    code: CODE,
  });
});

test("a match that names the gateway alone is left to a person", () => {
  const source = `#- base: classic
kind: VirtualService
spec:
  http:
  - ...
  - ...
    route:
    - destination:
        host: ${HOP}
        port:
          number: 80
`;
  checkNoRepair(source, { code: CODE });
});

test("a match that only the sidecars meet leads nobody in a circle", () => {
  checkFindings(set("[{ gateways: [mesh] }]"), { codes: [CODE] });
  checkFindings(set("[{ port: 8080 }]"), { codes: [CODE] });
});
