import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./sidecar-listener";

test("sidecar-listener: the examples hold", () => {
  checkExamples(rule);
});
