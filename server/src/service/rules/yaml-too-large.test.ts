import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./yaml-too-large";

test("yaml-too-large: the examples hold", () => {
  checkExamples(rule);
});
