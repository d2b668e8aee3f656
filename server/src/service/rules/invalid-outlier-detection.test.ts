import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-outlier-detection";

const CODE = "invalid-outlier-detection";

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
    outlierDetection:
`;

test("percentages are brought to the nearest end of their range", () => {
  checkRepair(`${BEFORE}      maxEjectionPercent: 105\n`, `${BEFORE}      maxEjectionPercent: 100\n`, { code: CODE });
  checkRepair(`${BEFORE}      minHealthPercent: -1\n`, `${BEFORE}      minHealthPercent: 0\n`, { code: CODE });
});

test("local failures are told apart", () => {
  checkRepair(
    `${BEFORE}      consecutiveLocalOriginFailures: 3 # tries\n      interval: 10s\n`,
    `${BEFORE}      consecutiveLocalOriginFailures: 3 # tries\n      splitExternalLocalOriginErrors: true\n      interval: 10s\n`,
    { code: CODE },
  );
});
