import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./forbidden-annotation";

test("forbidden-annotation: the examples hold", () => {
  checkExamples(rule);
});
