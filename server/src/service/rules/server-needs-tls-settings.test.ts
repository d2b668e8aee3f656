import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./server-needs-tls-settings";

const CODE = "server-needs-tls-settings";

test("the examples hold", () => {
  checkExamples(rule);
});

const BEFORE = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: egress
spec:
  servers:
    - port:
        number: 443
        name: tls # from the app
        protocol: tls
      hosts:
        - "*"
`;

test("the settings are added in the file's own style", () => {
  checkRepair(BEFORE, BEFORE + "      tls:\n        mode: PASSTHROUGH\n", { code: CODE });
  checkRepair(BEFORE, BEFORE + "      tls:\n        mode: ISTIO_MUTUAL\n", { code: CODE, title: "ISTIO_MUTUAL" });
});

test("a template proves no absence", () => {
  checkFindings(BEFORE.replace('"*"', "{{ .Values.host }}"), { codes: [CODE] });
});
