import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-fault";

const CODE = "invalid-fault";

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

test("names of gRPC are written as gRPC has them", () => {
  const fault = (status: string): string => route(`    fault: { abort: { grpcStatus: ${status} } }\n${DESTINATION}`);
  checkRepair(fault("not-found"), fault("NOT_FOUND"), { code: CODE });
  checkRepair(fault("UNAVAILIBLE"), fault("UNAVAILABLE"), { code: CODE });
});

test("what Istio lacks can be removed", () => {
  checkFindings(
    route(`    fault:
      abort:
        http2Error: CANCEL
        #<^^^^^^^^ error invalid-fault
      delay:
        exponentialDelay: 1s
        #<^^^^^^^^^^^^^^ error invalid-fault
${DESTINATION}`),
    { codes: [CODE] },
  );
  checkRepair(route(`    fault: {}\n${DESTINATION}`), route(DESTINATION), { code: CODE });
});
