import assert from "node:assert/strict";
import { test } from "node:test";
import { shareFolder } from "./neighbourhood";

test("files of one folder, or of folders above each other, describe one mesh", () => {
  assert.equal(shareFolder("file:///m/a.yaml", "file:///m/b.yaml"), true);
  assert.equal(shareFolder("file:///m/a.yaml", "file:///m/sub/b.yaml"), true);
  assert.equal(shareFolder("file:///m/deep/er/a.yaml", "file:///m/b.yaml"), true);
});

test("folders side by side are kept apart, also when one's name begins with the other's", () => {
  assert.equal(shareFolder("file:///m/dev/a.yaml", "file:///m/prod/b.yaml"), false);
  assert.equal(shareFolder("file:///m/prod/a.yaml", "file:///m/prod-eu/b.yaml"), false);
});
