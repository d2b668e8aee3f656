import { test } from "node:test";
import { checkFindings, checkRepair } from "../../../../test/support/check";
import { badTexts } from "../../../../test/support/fixture";
import { rule } from "./certificate-check-skipped";

const code = "certificate-check-skipped";
const [before = ""] = badTexts(rule);

test("the skip goes", () => {
  checkRepair(before, before.replace("        insecureSkipVerify: true\n", ""), { code });
});

test("in a subset too, and not where the check is only written out", () => {
  checkFindings(
    `#- base: classic
kind: DestinationRule
spec:
  subsets:
  - name: loose
    trafficPolicy:
      tls:
        mode: SIMPLE
        insecureSkipVerify: true
        #                   ^^^^ warning certificate-check-skipped
  - name: strict
    trafficPolicy:
      tls:
        mode: SIMPLE
        insecureSkipVerify: false
`,
    { codes: [code] },
  );
});
