import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./duplicate-egress-host";

test("duplicate-egress-host: the examples hold", () => {
  checkExamples(rule);
});
