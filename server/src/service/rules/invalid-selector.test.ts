import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./invalid-selector";

test("invalid-selector: the examples hold", () => {
  checkExamples(rule);
});
