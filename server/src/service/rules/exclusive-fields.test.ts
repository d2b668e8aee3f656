import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./exclusive-fields";

test("exclusive-fields: the examples hold", () => {
  checkExamples(rule);
});
