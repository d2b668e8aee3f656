import { test } from "node:test";
import { checkExamples, checkFindings } from "../../../../test/support/check";
import { rule } from "./incomplete-route";

const CODE = "incomplete-route";

test("the examples hold", () => {
  checkExamples(rule);
});

test("tls and tcp routes need a destination, tls routes a match", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts: [finance.example.com]
  tls:
  - match: []
  # ^^^^^ error incomplete-route
    route:
    - destination: { host: finance.example.com }
  tcp:
  - name: ""
    #<^^ error incomplete-route
`,
    { codes: [CODE] },
  );
});

test("a delegate needs routes too, a template proves nothing", () => {
  const delegate = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  http:
  - name: first
    #<^^ error incomplete-route
`;
  checkFindings(delegate, { codes: [CODE] });
  checkFindings(delegate.replace("    #<^^ error incomplete-route\n", "    {{ .Values.route }}\n"), { codes: [CODE] });
});
