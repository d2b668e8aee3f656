import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./deprecated-field";

test("deprecated-field: the examples hold", () => {
  checkExamples(rule);
});
