import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./deprecated-api-version";

test("deprecated-api-version: the examples hold", () => {
  checkExamples(rule);
});
