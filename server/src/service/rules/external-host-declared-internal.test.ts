import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./external-host-declared-internal";

const CODE = "external-host-declared-internal";

test("the examples hold", () => {
  checkExamples(rule);
});

function entry(host: string, rest: string): string {
  return `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: finance
spec:
  hosts:
  - ${host}
  location: MESH_INTERNAL
  ports:
  - number: 443
    name: https
    protocol: HTTPS
${rest}`;
}

test("the location is corrected", () => {
  const before = entry("finance.yahoo.com", "  resolution: DNS\n");
  checkRepair(before, before.replace("MESH_INTERNAL", "MESH_EXTERNAL"), { code: CODE });
});

test("hosts of a private domain and hosts with workloads may belong to the mesh", () => {
  checkFindings(entry("billing.corp", "  resolution: DNS\n"), { codes: [CODE] });
  checkFindings(entry("reviews.bookinfo.svc.cluster.local", "  resolution: DNS\n"), { codes: [CODE] });
  checkFindings(entry("billing.example.com", "  resolution: DNS\n  endpoints: [{ address: vm1.example.com }]\n"), {
    codes: [CODE],
  });
});
