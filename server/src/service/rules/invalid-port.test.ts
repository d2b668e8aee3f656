import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./invalid-port";

test("invalid-port: the examples hold", () => {
  checkExamples(rule);
});
