import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./newer-than-istio";

test("newer-than-istio: the examples hold", () => {
  checkExamples(rule);
});
