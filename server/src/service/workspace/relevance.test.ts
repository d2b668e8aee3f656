import { test } from "node:test";
import { checkGrowth } from "../../../../test/support/growth";
import { concernsUs } from "./relevance";

test("blank lines are looked at once", () => {
  checkGrowth(20_000, (size) => "\n".repeat(size), concernsUs);
});
