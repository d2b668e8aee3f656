import { test } from "node:test";
import { checkExamples, checkFindings, checkNoRepair, checkRepair } from "../../../../test/support/check";
import { rule } from "./protocol-missing";

const CODE = "protocol-missing";

test("the examples hold", () => {
  checkExamples(rule);
});

function entry(port: string, rest = ""): string {
  return `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: finance
spec:
  hosts:
  - finance.yahoo.com
${rest}  ports:
${port}  resolution: DNS
`;
}

test("the name tells which protocol was meant", () => {
  const before = entry("  - number: 8443\n    name: https-api # by name\n    targetPort: 443\n");
  checkRepair(before, before.replace("# by name\n", "# by name\n    protocol: HTTPS\n"), { code: CODE });
});

test("an empty protocol is filled in", () => {
  const before = entry('  - number: 443\n    protocol: ""\n');
  checkRepair(before, before.replace('""', '"HTTPS"'), { code: CODE });
});

test("nothing is guessed for a number and name that say nothing", () => {
  checkNoRepair(entry("  - number: 9999\n    name: odd\n"), { code: CODE });
});

test("with addresses nobody else's connections are taken", () => {
  checkFindings(
    entry(
      "  - number: 9999\n    #       ^^^^ information protocol-missing\n    name: odd\n",
      "  addresses: [192.0.2.1]\n",
    ),
    {
      codes: [CODE],
    },
  );
});
