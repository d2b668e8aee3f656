import assert from "node:assert/strict";
import { test } from "node:test";
import { areEnvironmentsApart, shareFolder } from "./neighbourhood";

test("files of one folder, or of folders above each other, describe one mesh", () => {
  assert.equal(shareFolder("file:///m/a.yaml", "file:///m/b.yaml"), true);
  assert.equal(shareFolder("file:///m/a.yaml", "file:///m/sub/b.yaml"), true);
  assert.equal(shareFolder("file:///m/deep/er/a.yaml", "file:///m/b.yaml"), true);
});

test("folders side by side are kept apart, also when one's name begins with the other's", () => {
  assert.equal(shareFolder("file:///m/dev/a.yaml", "file:///m/prod/b.yaml"), false);
  assert.equal(shareFolder("file:///m/prod/a.yaml", "file:///m/prod-eu/b.yaml"), false);
});

test("environments are kept apart by the names of their folders, teams and layers are not", () => {
  const apart = (one: string, two: string): boolean => areEnvironmentsApart(`file:///m/${one}`, `file:///m/${two}`);
  assert.equal(apart("dev/a.yaml", "prod/a.yaml"), true);
  assert.equal(apart("staging-eu/a.yaml", "prod-eu/deep/er/b.yaml"), true);
  assert.equal(apart("overlays/blue/a.yaml", "overlays/green/a.yaml"), true);
  assert.equal(apart("clusters/one/egress/a.yaml", "clusters/two/egress/a.yaml"), true);
  assert.equal(apart("payments/a.yaml", "platform/a.yaml"), false);
  assert.equal(apart("base/a.yaml", "overlays/prod/a.yaml"), false);
  assert.equal(apart("prod/a.yaml", "prod/b.yaml"), false);
  assert.equal(apart("prod/a.yaml", "b.yaml"), false);
  assert.equal(apart("production-line/a.yaml", "products/b.yaml"), false);
  assert.equal(apart("overlays/a.yaml", "overlays/prod/b.yaml"), false);
});
