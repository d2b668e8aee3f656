// explain, scaffold, help and version.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cli, withFiles } from "../support/cli";

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

const entry = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: partner, namespace: shop }
spec:
  hosts: [api.example.com]
  ports:
  - { number: 80, name: http, protocol: HTTP, targetPort: 443 }
  resolution: DNS
`;
const tls = `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: partner, namespace: shop }
spec:
  host: api.example.com
  trafficPolicy: { tls: { mode: SIMPLE } }
`;

test("a trace names verdict, status and every hop with what decided it", async () => {
  await withFiles({ "partner.yaml": entry + tls }, async (folder) => {
    const { status, out } = await cli([
      "trace",
      "--from",
      "shop",
      "http://api.example.com",
      folder,
      "--format",
      "json",
    ]);
    const answer = JSON.parse(out) as { hops: Record<string, unknown>[] };
    assert.equal(status, 0);
    assert.deepEqual(
      {
        ...answer,
        hops: answer.hops.map(({ proxy, cluster, tls: layer }) => ({ proxy, cluster, layer })),
        assumptions: [],
      },
      {
        verdict: "ok",
        status: 200,
        viaEgressGateway: false,
        leavesMeshAs: "tls",
        hops: [
          {
            proxy: "sidecar",
            cluster: "outbound|80||api.example.com",
            layer: { mode: "SIMPLE", sni: "api.example.com" },
          },
          { proxy: "external", cluster: null, layer: null },
        ],
        assumptions: [],
      },
    );
  });
});

test("a trace in words ends with the verdict, in both languages", async () => {
  await withFiles({ "partner.yaml": entry }, async (folder) => {
    const args = ["trace", "--from", "shop", "http://api.example.com/v1", folder];
    assert.match((await cli(args)).out, /^plain-to-tls: /m);
    assert.match((await cli([...args, "--locale", "ko"])).out, /^plain-to-tls: .*[가-힣]/m);
  });
});

test("a trace without a sender, an address or a path is bad usage", async () => {
  await withFiles({ "partner.yaml": entry }, async (folder) => {
    for (const args of [
      ["http://api.example.com", folder],
      ["--from", "shop", "api.example.com", folder],
      ["--from", "shop", "http://api.example.com"],
    ]) {
      assert.equal((await cli(["trace", ...args])).status, 2, args.join(" "));
    }
  });
});
