import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-egress-proxy";

test("invalid-egress-proxy: the examples hold", () => {
  checkExamples(rule);
});

test("invalid-egress-proxy: the mode is opened", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: api
spec:
  outboundTrafficPolicy:
    mode: REGISTRY_ONLY
    egressProxy:
      host: proxy.egress.svc.cluster.local
      port:
        number: 8080
`,
    `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: api
spec:
  outboundTrafficPolicy:
    mode: ALLOW_ANY
    egressProxy:
      host: proxy.egress.svc.cluster.local
      port:
        number: 8080
`,
    { code: "invalid-egress-proxy" },
  );
});
