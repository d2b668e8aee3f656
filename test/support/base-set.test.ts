// Fixtures that begin with a set: what is merged, what is replaced, and that a change which fits nothing is refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { documentsOfSet } from "./base-set";
import { readFixture } from "./fixture";

const [entry = "", gateway = "", tls = "", routes = ""] = documentsOfSet("classic");

/** The texts of a fixture's files. */
function texts(source: string): string[] {
  return readFixture(source).files.map(({ text }) => text);
}

test("a set alone is its documents in one file", () => {
  assert.deepEqual(texts("#- base: classic\n"), [[entry, gateway, tls, routes].join("---\n")]);
});

test("mappings are merged by key, lists are replaced, and carets stay below their text", () => {
  const { files, expected } = readFixture(`#- base: classic
kind: ServiceEntry
metadata:
  namespace: shop
spec:
  ports:
  - number: 70000
  #         ^^^^^ error invalid-port
    name: http
  location: <none>
`);
  const changed = entry
    .replace("namespace: default", "namespace: shop")
    .replace("  location: MESH_EXTERNAL\n", "")
    .replace(/ {2}- number: 80[^]*HTTPS\n/, "  - number: 70000\n    name: http\n");
  assert.deepEqual(
    files.map(({ text }) => text),
    [[changed, gateway, tls, routes].join("---\n")],
  );
  assert.deepEqual(
    expected.map(({ start, end }) => changed.slice(start, end)),
    ["70000"],
  );
});

test("an item `- ...` stands for the set's item, with what follows changed", () => {
  const changed = routes.replace(/(http:\n[^]*?)port: 80\n([^]*)port: 80\n/, "$1port: 80\n$2port: 81\n");
  assert.deepEqual(
    texts(`#- base: classic
kind: VirtualService
spec:
  http:
  - ...
  - ...
    match:
    - ...
      port: 81
`),
    [[entry, gateway, tls, changed].join("---\n")],
  );
});

test("documents are left out, added, replaced as a whole, and moved to the file that names them", () => {
  const added = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: credential\n";
  const whole = "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata:\n  name: finance-yahoo-com\n";
  assert.deepEqual(texts(`#- base: classic\n#- without: Gateway\n${whole}---\n${added}`), [
    [whole, tls, routes, added].join("---\n"),
  ]);
  assert.deepEqual(texts("#- base: classic\n#- /a.yaml\n#- /b.yaml\nkind: Gateway\nspec:\n  selector: {}\n"), [
    [entry, tls, routes].join("---\n"),
    gateway.replace("selector:\n    istio: egressgateway\n", "selector: {}\n"),
  ]);
});

test("a change that fits nothing is refused", () => {
  assert.throws(() => readFixture("#- base: nowhere\n"), /No set/);
  assert.throws(() => readFixture("#- without: Gateway\nkind: Gateway\n"), /Without a set/);
  assert.throws(() => readFixture("#- base: classic\n#- without: Sidecar\n"), /has no Sidecar/);
  assert.throws(() => readFixture("#- base: classic\nkind: Sidecar\n"), /no single Sidecar/);
  assert.throws(() => readFixture("#- base: istio-mutual\nkind: DestinationRule\nspec:\n  host: a\n"), /no single/);
  assert.throws(() => readFixture("#- base: classic\nkind: Gateway\nspec:\n  other: <none>\n"), /no other/);
  assert.throws(() => readFixture("#- base: classic\nkind: Gateway\n---\nkind: Gateway\n"), /Two changes/);
});
