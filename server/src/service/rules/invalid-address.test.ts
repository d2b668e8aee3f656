import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./invalid-address";

test("invalid-address: the examples hold", () => {
  checkExamples(rule);
});
