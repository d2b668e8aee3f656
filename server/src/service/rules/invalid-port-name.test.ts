import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./invalid-port-name";

test("invalid-port-name: the examples hold", () => {
  checkExamples(rule);
});
