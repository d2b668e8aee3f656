import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./unknown-value";

test("unknown-value: the examples hold", () => {
  checkExamples(rule);
});
