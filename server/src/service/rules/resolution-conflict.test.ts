import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./resolution-conflict";

test("resolution-conflict: the examples hold", () => {
  checkExamples(rule);
});
