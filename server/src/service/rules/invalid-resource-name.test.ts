import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./invalid-resource-name";

test("invalid-resource-name: the examples hold", () => {
  checkExamples(rule);
});
