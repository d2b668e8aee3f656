import { test } from "node:test";
import { checkGrowth } from "../../../../test/support/growth";
import { readFile } from "../syntax/document";
import { resourcesOf } from "./lower";

test("variables that never end are looked at once", () => {
  checkGrowth(
    20_000,
    (size) => `kind: A\na: ${"${".repeat(size)}\nb: ${"$(".repeat(size)}\n`,
    (text) => {
      for (const document of readFile("file:///test.yaml", text).documents) resourcesOf(document);
    },
  );
});
