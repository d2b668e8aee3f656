import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./unsupported-protocol";

test("unsupported-protocol: the examples hold", () => {
  checkExamples(rule);
});
