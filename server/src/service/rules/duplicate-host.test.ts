import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./duplicate-host";

const CODE = "duplicate-host";

test("the examples hold", () => {
  checkExamples(rule);
});

function hosts(text: string): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts: ${text}
  http:
  - route:
    - destination: { host: finance.example.com }
`;
}

test("the narrower of two hosts goes, wherever it stands", () => {
  checkRepair(hosts('[a.example.com, "*.example.com"]'), hosts('["*.example.com"]'), { code: CODE });
  checkRepair(hosts('["*.com", "*.example.com"]'), hosts('["*.com"]'), { code: CODE });
  checkRepair(hosts("[a.example.com, a.example.com]"), hosts("[a.example.com]"), { code: CODE });
});

test("the narrower host is pointed at, wherever it stands", () => {
  checkFindings(hosts('[a.example.com, "*.example.com"]\n  #       ^^^^^^^^^^^^^ error duplicate-host'), {
    codes: [CODE],
  });
});

test("malformed and templated hosts are not compared", () => {
  checkFindings(hosts("[a_b, a_b]"), { codes: [CODE] });
  checkFindings(hosts("[${HOST}, ${HOST}]"), { codes: [CODE] });
});
