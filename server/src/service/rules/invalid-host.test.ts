import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-host";

test("invalid-host: the examples hold", () => {
  checkExamples(rule);
});

test("invalid-host: a Sidecar host gets its namespace", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: api
spec:
  egress:
  - hosts:
    - api.example.com
`,
    `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: api
spec:
  egress:
  - hosts:
    - "*/api.example.com"
`,
    { code: "invalid-host" },
  );
});
