import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./selector-with-endpoints";

test("selector-with-endpoints: the examples hold", () => {
  checkExamples(rule);
});
