import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./duplicate-list-key";

test("duplicate-list-key: the examples hold", () => {
  checkExamples(rule);
});
