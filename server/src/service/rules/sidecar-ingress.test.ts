import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./sidecar-ingress";

test("sidecar-ingress: the examples hold", () => {
  checkExamples(rule);
});
