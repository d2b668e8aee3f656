import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./invalid-label";

test("invalid-label: the examples hold", () => {
  checkExamples(rule);
});
