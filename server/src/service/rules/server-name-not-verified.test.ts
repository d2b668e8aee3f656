import { test } from "node:test";
import { checkRepair } from "../../../../test/support/check";
import { badTexts } from "../../../../test/support/fixture";
import { rule } from "./server-name-not-verified";

const [before = ""] = badTexts(rule);

test("the name is verified", () => {
  checkRepair(
    before,
    before.replace(
      "sni: finance.yahoo.com\n",
      "sni: finance.yahoo.com\n        subjectAltNames:\n        - finance.yahoo.com\n",
    ),
    { code: "server-name-not-verified" },
  );
});
