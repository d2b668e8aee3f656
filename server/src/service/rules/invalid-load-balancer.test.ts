import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-load-balancer";

const CODE = "invalid-load-balancer";

test("the examples hold", () => {
  checkExamples(rule);
});

function balancer(settings: string): string {
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: finance
spec:
  host: finance.example.com
  trafficPolicy:
    loadBalancer:
${settings}`;
}

test("a table gets the next prime size", () => {
  const maglev = (size: string): string => balancer(`      consistentHash:\n        maglev: { tableSize: ${size} }\n`);
  checkRepair(maglev("1000"), maglev("1009"), { code: CODE });
  checkRepair(maglev("0"), maglev("65537"), { code: CODE });
  checkRepair(maglev("6000000"), maglev("65537"), { code: CODE });
  checkFindings(maglev("1"), { codes: [CODE] });
});

test("a table without a size", () => {
  checkFindings(
    balancer(`      consistentHash:
        useSourceIp: true
        maglev: {}
        #<^^^^ error invalid-load-balancer
`),
    { codes: [CODE] },
  );
});

test("cookies and their attributes have names", () => {
  checkFindings(
    balancer(`      consistentHash:
        httpCookie:
          name: ""
          #     ^^ error invalid-load-balancer
          attributes:
          - name: ""
          #       ^^ error invalid-load-balancer
`),
    { codes: [CODE] },
  );
});

test("one way of preferring near endpoints goes", () => {
  const both = "      localityLbSetting: { enabled: true }\n      zoneAwareLbSetting: { enabled: true }\n";
  checkRepair(balancer(both), balancer("      localityLbSetting: { enabled: true }\n"), { code: CODE });
  checkRepair(balancer(both), balancer("      zoneAwareLbSetting: { enabled: true }\n"), {
    code: CODE,
    title: "localityLbSetting",
  });
});

test("a warm-up has to grow", () => {
  checkRepair(
    balancer("      warmup: { duration: 30s, aggression: 0 }\n"),
    balancer("      warmup: { duration: 30s }\n"),
    { code: CODE },
  );
});
