import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./invalid-export-to";

test("invalid-export-to: the examples hold", () => {
  checkExamples(rule);
});
