import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-duration";

test("invalid-duration: the examples hold", () => {
  checkExamples(rule);
});

test("invalid-duration: a unit written as a word is shortened", () => {
  const route = (timeout: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
spec:
  hosts: [api.example.com]
  http:
  - timeout: ${timeout}
    route:
    - destination:
        host: api.example.com
`;
  checkRepair(route("30 seconds"), route("30s"), { code: "invalid-duration" });
});

test("invalid-duration: a TCP idle timeout of zero switches it off", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: api
spec:
  host: api.example.com
  trafficPolicy:
    connectionPool:
      tcp:
        idleTimeout: 0s
        connectTimeout: 0s
#                       ^^ error invalid-duration
`,
    { codes: ["invalid-duration"] },
  );
});
