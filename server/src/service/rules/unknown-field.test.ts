import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./unknown-field";

test("unknown-field: the examples hold", () => {
  checkExamples(rule);
});
