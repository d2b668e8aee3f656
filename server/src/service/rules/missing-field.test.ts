import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./missing-field";

test("missing-field: the examples hold", () => {
  checkExamples(rule);
});
