import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./incomplete-sidecar";

test("incomplete-sidecar: the examples hold", () => {
  checkExamples(rule);
});
