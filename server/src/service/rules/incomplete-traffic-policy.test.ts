import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./incomplete-traffic-policy";

const CODE = "incomplete-traffic-policy";

test("the examples hold", () => {
  checkExamples(rule);
});

const RULE = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: finance
spec:
  host: finance.example.com
`;

test("keepalive pings need both times", () => {
  checkFindings(
    `${RULE}  trafficPolicy:
    connectionPool:
      http:
        http2KeepAlive:
        #<^^^^^^^^^^^^ error incomplete-traffic-policy
          interval: 15s
`,
    { codes: [CODE] },
  );
});

test("an unknown field was meant as something", () => {
  checkFindings(`${RULE}  trafficPolicy:\n    tsl: { mode: SIMPLE }\n`, { codes: [CODE] });
});

test("empty parts are removed", () => {
  checkRepair(`${RULE}  trafficPolicy: {}\n`, RULE, { code: CODE });
  checkRepair(
    `${RULE}  trafficPolicy:
    tls: { mode: SIMPLE }
    portLevelSettings:
    - port: { number: 443 }
    - port: { number: 80 }
      tls: { mode: DISABLE }
`,
    `${RULE}  trafficPolicy:
    tls: { mode: SIMPLE }
    portLevelSettings:
    - port: { number: 80 }
      tls: { mode: DISABLE }
`,
    { code: CODE },
  );
});
