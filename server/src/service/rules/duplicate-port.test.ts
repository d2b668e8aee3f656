import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./duplicate-port";

test("duplicate-port: the examples hold", () => {
  checkExamples(rule);
});
