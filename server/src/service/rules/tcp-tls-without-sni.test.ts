import { test } from "node:test";
import { checkRepair } from "../../../../test/support/check";
import { badTexts } from "../../../../test/support/fixture";
import { rule } from "./tcp-tls-without-sni";

const [before = ""] = badTexts(rule);

test("the host's name is sent", () => {
  checkRepair(before, before.replace("mode: SIMPLE\n", "mode: SIMPLE\n        sni: finance.yahoo.com\n"), {
    code: "tcp-tls-without-sni",
  });
});
