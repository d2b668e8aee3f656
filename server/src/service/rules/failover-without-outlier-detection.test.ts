import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./failover-without-outlier-detection";

const CODE = "failover-without-outlier-detection";

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
    portLevelSettings:
      - port:
          number: 443
        loadBalancer:
          zoneAwareLbSetting:
            failoverPriority: [version]
        tls:
          mode: SIMPLE
`;

test("outlier detection is added to the same policy, behind the load balancer", () => {
  checkRepair(
    BEFORE,
    BEFORE.replace(
      "        tls:",
      "        outlierDetection:\n          consecutive5xxErrors: 5\n          interval: 10s\n          baseEjectionTime: 30s\n          maxEjectionPercent: 100\n        tls:",
    ),
    { code: CODE },
  );
});

test("an empty outlier detection is one", () => {
  checkFindings(BEFORE.replace("        tls:", "        outlierDetection: {}\n        tls:"), { codes: [CODE] });
});
