import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./wrong-type";

test("wrong-type: the examples hold", () => {
  checkExamples(rule);
});
