import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./endpoint-ports";

test("endpoint-ports: the examples hold", () => {
  checkExamples(rule);
});
