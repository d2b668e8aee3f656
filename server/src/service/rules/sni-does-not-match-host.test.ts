import { test } from "node:test";
import { checkRepair } from "../../../../test/support/check";
import { badTexts } from "../../../../test/support/fixture";
import { rule } from "./sni-does-not-match-host";

const [before = ""] = badTexts(rule);

test("the host's own name is sent", () => {
  checkRepair(before, before.replace("sni: www.example.com", "sni: finance.yahoo.com"), {
    code: "sni-does-not-match-host",
  });
});
