import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./conflicting-route-actions";

const CODE = "conflicting-route-actions";

test("the examples hold", () => {
  checkExamples(rule);
});

function routes(text: string): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts: [finance.example.com]
  http:
${text}`;
}

test("either of two actions can go", () => {
  const both = routes(`  - directResponse:
      status: 503
    fault:
      abort:
        httpStatus: 500
`);
  checkRepair(both, routes("  - directResponse:\n      status: 503\n"), { code: CODE });
  checkRepair(both, routes("  - fault:\n      abort:\n        httpStatus: 500\n"), {
    code: CODE,
    title: "Remove directResponse",
  });
});

test("a redirect beside a direct response is told once", () => {
  checkFindings(
    routes(`  - redirect: { uri: /new }
    directResponse: { status: 200 }
    #<^^^^^^^^^^^^ error conflicting-route-actions
`),
    { codes: [CODE] },
  );
});
