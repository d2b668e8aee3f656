import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-locality";

const CODE = "invalid-locality";

test("the examples hold", () => {
  checkExamples(rule);
});

function locality(settings: string, field = "localityLbSetting"): string {
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: finance
spec:
  host: finance.example.com
  trafficPolicy:
    outlierDetection: {}
    loadBalancer:
      ${field}:
${settings}`;
}

test("shares are whole percentages", () => {
  checkFindings(
    locality(`        distribute:
        - from: a
          to:
            a: 0
            #  ^ error invalid-locality
            b: 101
            #  ^^^ error invalid-locality
        - from: b
          #<^^ error invalid-locality
        - from: c
          to: { a: 100 }
`),
    { codes: [CODE] },
  );
});

test("wildcards stand at the end and parts are not empty", () => {
  checkFindings(
    locality(`        distribute:
        - from: "*/zone1"
        #       ^^^^^^^^^ error invalid-locality
          to:
            us//b: 100
            #<^^^ error invalid-locality
`),
    { codes: [CODE] },
  );
});

test("failover is between regions", () => {
  checkFindings(
    locality(`        failover:
        - from: "*"
        #       ^^^ error invalid-locality
          to: eu/zone1
          #   ^^^^^^^^ error invalid-locality
`),
    { codes: [CODE] },
  );
  checkRepair(
    locality("        failover:\n        - from: us\n          to: eu/zone1\n"),
    locality("        failover:\n        - from: us\n          to: eu\n"),
    { code: CODE },
  );
});

test("labels of the topology beside failover, and always for zone-aware balancing", () => {
  const priority = "        failoverPriority: [topology.kubernetes.io/zone, version]\n";
  checkFindings(locality(priority), { codes: [CODE] });
  checkRepair(
    locality(priority, "zoneAwareLbSetting"),
    locality("        failoverPriority: [version]\n", "zoneAwareLbSetting"),
    { code: CODE },
  );
});

test("distribute and failover exclude each other", () => {
  const failover = "        failover: [{ from: us, to: eu }]\n";
  const distribute = "        distribute: [{ from: us, to: { us: 100 } }]\n";
  checkRepair(locality(distribute + failover), locality(distribute), { code: CODE });
  checkRepair(locality(distribute + failover), locality(failover), { code: CODE, title: "Remove distribute" });
});
