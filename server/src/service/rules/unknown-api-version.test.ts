import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./unknown-api-version";

test("unknown-api-version: the examples hold", () => {
  checkExamples(rule);
});
