import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-tunnel";

const CODE = "invalid-tunnel";

test("the examples hold", () => {
  checkExamples(rule);
});

const BEFORE = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: proxy
spec:
  host: proxy.example.com
  trafficPolicy:
    tunnel:
      protocol: post
      targetHost: 10.0.0.1
      targetPort: 443
`;

test("the protocol is written in capitals", () => {
  checkRepair(BEFORE, BEFORE.replace("post", "POST"), { code: CODE });
});

test("one of tunnel and proxyProtocol goes", () => {
  const proxy = "    proxyProtocol:\n      version: V2\n";
  const tunnel = BEFORE.replace("post", "POST");
  checkRepair(tunnel + proxy, tunnel, { code: CODE });
  checkRepair(tunnel + proxy, tunnel.slice(0, tunnel.indexOf("    tunnel:")) + proxy, {
    code: CODE,
    title: "Remove tunnel",
  });
});
