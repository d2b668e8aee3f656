import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./invalid-host";

test("invalid-host: the examples hold", () => {
  checkExamples(rule);
});
