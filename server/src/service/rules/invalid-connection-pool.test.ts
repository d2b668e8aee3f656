import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-connection-pool";

const CODE = "invalid-connection-pool";

test("the examples hold", () => {
  checkExamples(rule);
});

const BEFORE = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: finance
spec:
  host: finance.example.com
  trafficPolicy:
    connectionPool:
      http:
        maxRetries: 1
`;

test("a refused setting can be removed", () => {
  checkRepair(`${BEFORE}        http2MaxRequests: -1\n`, BEFORE, { code: CODE });
  const both = `${BEFORE}        h2UpgradePolicy: UPGRADE\n        useClientProtocol: true\n`;
  checkRepair(both, `${BEFORE}        h2UpgradePolicy: UPGRADE\n`, { code: CODE });
  checkRepair(both, `${BEFORE}        useClientProtocol: true\n`, { code: CODE, title: "h2UpgradePolicy" });
});
