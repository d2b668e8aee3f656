import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./missing-address";

test("missing-address: the examples hold", () => {
  checkExamples(rule);
});
