import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-retry";

const CODE = "invalid-retry";

function route(text: string): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts: [finance.example.com]
  http:
  - name: first
${text}`;
}

const DESTINATION = "    route:\n    - destination: { host: finance.example.com }\n";

test("the examples hold", () => {
  checkExamples(rule);
});

const retries = (text: string): string => route(`    retries:\n${text}${DESTINATION}`);

test("spaces between conditions go, all at once", () => {
  checkRepair(
    retries("      attempts: 3\n      retryOn: '5xx, reset, 503'\n"),
    retries("      attempts: 3\n      retryOn: '5xx,reset,503'\n"),
    { code: CODE },
  );
});

test("a mistyped condition is mended", () => {
  checkRepair(
    retries("      attempts: 3\n      retryOn: gateway-eror,5xx\n"),
    retries("      attempts: 3\n      retryOn: gateway-error,5xx\n"),
    { code: CODE },
  );
});

test("retries are turned on when there is anything to say about them", () => {
  checkRepair(retries("      perTryTimeout: 2s\n"), retries("      perTryTimeout: 2s\n      attempts: 2\n"), {
    code: CODE,
  });
  checkFindings(retries("      attempts: 0\n"), { codes: [CODE] });
  checkFindings(
    retries("      attempts: 0\n      retryRemoteLocalities: false\n      #<^^^^^^^^^^^^^^^^^^^ error invalid-retry\n"),
    { codes: [CODE] },
  );
});
