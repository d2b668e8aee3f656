import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./invalid-header";

const CODE = "invalid-header";

test("the examples hold", () => {
  checkExamples(rule);
});

function route(text: string): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts: [finance.example.com]
  http:
  - route:
    - destination: { host: finance.example.com }
${text}`;
}

test("headers of a destination are judged too; :authority may be set there", () => {
  checkFindings(
    route(`      headers:
        request:
          set:
            :authority: www.example.com
          remove: [":path"]
          #        ^^^^^^^ error invalid-header
        response:
          set:
            host: other
            #<^^ error invalid-header
`),
    { codes: [CODE] },
  );
});

test("headers of CORS", () => {
  checkFindings(
    route(`    corsPolicy:
      allowHeaders: ["*", x-ok, "x y"]
      #                         ^^^^^ error invalid-header
      exposeHeaders: [""]
      #               ^^ error invalid-header
`),
    { codes: [CODE] },
  );
});

test("a lone percent sign is doubled, an open variable is left to the author", () => {
  const header = (value: string): string =>
    route(`    headers:\n      request:\n        set:\n          x-a: ${value}\n`);
  checkRepair(header("off by 50%"), header("off by 50%%"), { code: CODE });
  checkFindings(header("'%HOSTNAME'\n          #    ^^^^^^^^^^^ error invalid-header"), { codes: [CODE] });
});

test("the authority is set once", () => {
  const headers = "    headers:\n      request:\n        set:\n          x-a: b\n";
  checkRepair(
    route(`    rewrite: { authority: a.example.com }\n${headers}          host: b.example.com\n`),
    route(`    rewrite: { authority: a.example.com }\n${headers}`),
    { code: CODE },
  );
});
