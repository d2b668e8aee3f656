import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./duplicate-egress-host";

test("duplicate-egress-host: the examples hold", () => {
  checkExamples(rule);
});

test("duplicate-egress-host: the entry leaves", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: api
spec:
  egress:
  - hosts:
    - "./*"
    - ./api.example.com
`,
    `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: api
spec:
  egress:
  - hosts:
    - "./*"
`,
    { code: "duplicate-egress-host" },
  );
});
