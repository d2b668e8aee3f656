import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./invalid-egress-proxy";

test("invalid-egress-proxy: the examples hold", () => {
  checkExamples(rule);
});
