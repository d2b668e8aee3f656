import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./target-port-not-allowed";

test("target-port-not-allowed: the examples hold", () => {
  checkExamples(rule);
});
