import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./unsupported-protocol";

test("unsupported-protocol: the examples hold", () => {
  checkExamples(rule);
});

test("unsupported-protocol: a misspelt protocol is corrected", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  ports:
  - number: 443
    name: https
    protocol: HTPPS
  resolution: DNS
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  ports:
  - number: 443
    name: https
    protocol: HTTPS
  resolution: DNS
`,
    { code: "unsupported-protocol" },
  );
});
