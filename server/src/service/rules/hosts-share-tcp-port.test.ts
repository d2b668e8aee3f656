import { test } from "node:test";
import { checkExamples } from "../../../../test/support/check";
import { rule } from "./hosts-share-tcp-port";

test("hosts-share-tcp-port: the examples hold", () => {
  checkExamples(rule);
});
