// An index reached by edits equals an index built from the final texts; a document keeps its identity as long as its text does.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { allFindings } from "../../../../test/support/check";
import { DEFAULT_SETTINGS } from "./settings";
import { Snapshot } from "./snapshot";

const hosts = ["a.example.com", "b.example.com", "*.example.com", "c.internal"];
const kinds = ["ServiceEntry", "Gateway", "DestinationRule", "VirtualService", "Service"];

const document = fc
  .record({
    kind: fc.constantFrom(...kinds),
    name: fc.constantFrom("one", "two", "three"),
    namespace: fc.constantFrom("", "  namespace: apps\n", "  namespace: {{ .Values.ns }}\n"),
    host: fc.constantFrom(...hosts),
    tail: fc.constantFrom(
      "",
      "  ports: [",
      "  gateways: [mesh, one]\n",
      "  http:\n  - route:\n    - destination: {host: two}\n",
    ),
  })
  .map(({ kind, name, namespace, host, tail }) => {
    const group = kind === "Service" ? "v1" : "networking.istio.io/v1";
    return `apiVersion: ${group}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${namespace}spec:\n  host: ${host}\n  hosts:\n  - "${host}"\n${tail}`;
  });
const text = fc
  .array(fc.oneof({ weight: 6, arbitrary: document }, { weight: 1, arbitrary: fc.string({ unit: "grapheme" }) }), {
    maxLength: 4,
  })
  .map((documents) => documents.join("\n---\n"));
const change = fc.record({
  uri: fc.constantFrom("file:///w/a.yaml", "file:///w/b.yaml", "file:///w/deep/c.yaml"),
  text: fc.option(text, { nil: undefined }),
});

test("random edits reach the same index and the same findings as a fresh read", () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
      let edited = Snapshot.empty(DEFAULT_SETTINGS);
      for (const step of changes) {
        edited = edited.apply([step]);
        allFindings(edited);
      }
      const fresh = Snapshot.empty(DEFAULT_SETTINGS).apply(
        edited.files().map((file) => ({ uri: file.uri, text: file.text })),
      );
      assert.deepEqual(edited.dump(), fresh.dump());
      const shown = (snapshot: Snapshot): unknown =>
        allFindings(snapshot).map(({ rule, uri, span, finding }) => ({
          code: rule.code,
          uri,
          span,
          args: finding.args,
        }));
      assert.deepEqual(shown(edited), shown(fresh));
    }),
    { numRuns: 150 },
  );
});

test("an old snapshot answers as before after newer ones were made from it", () => {
  const uri = "file:///w/a.yaml";
  const before = Snapshot.empty().apply([
    { uri, text: "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: one}\n" },
  ]);
  const dump = before.dump();
  before.apply([{ uri, text: undefined }]);
  assert.deepEqual(before.dump(), dump);
});

test("two snapshots made from one do not answer for each other", () => {
  const gateway = "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: g}\nspec: {}\n";
  const count = (snapshot: Snapshot): number => {
    const [subject] = snapshot.file("file:///w/a.yaml")?.documents ?? [];
    assert.ok(subject !== undefined);
    return snapshot.derive(subject, "file:///w/a.yaml", "gateways", (view) => view.all("Gateway").length);
  };
  const start = Snapshot.empty(DEFAULT_SETTINGS).apply([{ uri: "file:///w/a.yaml", text: "kind: Service\n" }]);
  const tried = start.apply([{ uri: "file:///w/b.yaml", text: gateway }]);
  assert.equal(count(tried), 1);
  const other = start.apply([{ uri: "file:///w/c.yaml", text: "kind: Service\n" }]);
  assert.equal(count(other), 0);
  assert.equal(count(tried), 1);
  assert.equal(count(start), 0);
});

test("documents above and below an edit are taken over", () => {
  const uri = "file:///w/a.yaml";
  const make = (middle: string): string => `kind: A\n---\nkind: ${middle}\n---\nkind: C\n`;
  const before = Snapshot.empty().apply([{ uri, text: make("B") }]);
  const after = before.apply([{ uri, text: make("Bee") }]);
  const [first, second, third] = before.file(uri)?.documents ?? [];
  const [newFirst, newSecond, newThird] = after.file(uri)?.documents ?? [];
  assert.deepEqual([newFirst === first, newSecond === second, newThird === third], [true, false, true]);
});
