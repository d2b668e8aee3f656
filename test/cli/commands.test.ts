// explain, scaffold, help and version.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cli } from "../support/cli";

test("every command helps, in both languages", async () => {
  for (const args of [
    ["--help"],
    ["check", "--help"],
    ["explain", "--help"],
    ["scaffold", "--help"],
    ["trace", "--help"],
  ]) {
    const english = await cli(args);
    assert.deepEqual({ args, status: english.status, err: english.err }, { args, status: 0, err: "" });
    assert.match((await cli([...args, "--locale", "ko"])).out, /[가-힣]/);
  }
});

test("no command and unknown commands are bad usage", async () => {
  assert.equal((await cli([])).status, 2);
  assert.equal((await cli(["frobnicate"])).status, 2);
});

test("a field is explained, an unknown one gets a suggestion and exit status 2", async () => {
  const known = await cli(["explain", "DestinationRule.spec.trafficPolicy.tls.mode"]);
  assert.equal(known.status, 0);
  assert.match(known.out, /ISTIO_MUTUAL/);
  const unknown = await cli(["explain", "DestinationRule.spec.traficPolicy"]);
  assert.equal(unknown.status, 2);
  assert.match(unknown.err, /trafficPolicy/);
});

test("a scaffold is YAML for the host that was named", async () => {
  const { status, out } = await cli(["scaffold", "--host", "api.example.com", "--namespace", "shop"]);
  assert.equal(status, 0);
  assert.deepEqual(
    [...out.matchAll(/^kind: (\w+)/gm)].map(([, kind]) => kind),
    ["ServiceEntry", "Gateway", "DestinationRule", "VirtualService"],
  );
  assert.doesNotMatch(out, /yahoo/);
  assert.equal((await cli(["scaffold"])).status, 2);
  assert.equal((await cli(["scaffold", "--host", "a.example.com", "--variant", "nothing"])).status, 2);
});
