import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./value-out-of-range";

test("value-out-of-range: the examples hold", () => {
  checkExamples(rule);
});
