import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./incomplete-gateway";

test("incomplete-gateway: the examples hold", () => {
  checkExamples(rule);
});
