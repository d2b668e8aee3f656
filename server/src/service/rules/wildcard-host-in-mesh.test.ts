import { test } from "node:test";
import { checkExamples, checkFindings } from "../../../../test/support/check";
import { rule } from "./wildcard-host-in-mesh";

const CODE = "wildcard-host-in-mesh";

test("the examples hold", () => {
  checkExamples(rule);
});

test("without gateways a VirtualService is for the mesh; a domain may be named there", () => {
  const text = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: all
spec:
  hosts:
  - "*"
  # ^^^ error wildcard-host-in-mesh
  http:
  - route:
    - destination: { host: finance.example.com }
`;
  checkFindings(text, { codes: [CODE] });
  checkFindings(text.replace('"*"\n  # ^^^ error wildcard-host-in-mesh', '"*.com"'), { codes: [CODE] });
});
