import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./tcp-entry-without-address";

test("tcp-entry-without-address: the examples hold", () => {
  checkExamples(rule);
});
