// Real resources, robbed of their indentation: nearly all come back as they were, none loses a line, and none is suspected while it is whole.
// Where two readings of the flat lines are equally good, the wrong one may be taken; those lines are named, see the unit tests.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parse, parseDocument } from "yaml";
import { looksFlattened, rebuildIndentation } from "../../server/src/service/model/indentation";
import { ISTIO_KINDS } from "../../server/src/service/schema/structure";
import { splitDocuments } from "../../server/src/service/syntax/split";
import { contents, flattened } from "../support/check-indentation";
import { corpusFiles, corpusJson, corpusText, isCorpusHere } from "../support/corpus";

/** What is tried where the corpus is absent. */
const EXAMPLES: readonly string[] = [
  `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  ports:
  - number: 80
    name: http
    protocol: HTTP
    targetPort: 443
  resolution: DNS
`,
  `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
  namespace: shop
spec:
  hosts:
    - api.example.com
  http:
    - match:
        - port: 80
          gateways:
            - mesh
      route:
        - destination:
            host: istio-egressgateway.istio-system.svc.cluster.local
            port:
              number: 80
          weight: 100
`,
];

/** The documents of our kinds in some files, each once. */
function ourDocuments(texts: readonly string[]): readonly string[] {
  const documents = new Set(texts.flatMap((text) => splitDocuments(text).map((piece) => piece.text)));
  return [...documents].filter((text) => {
    const document = parseDocument(text);
    if (document.errors.length > 0 || !/^apiVersion: *["']?networking\.istio\.io\//m.test(text)) return false;
    const kind = document.get("kind");
    return ISTIO_KINDS.some((known) => known === kind);
  });
}

/** The documents that are valid in every respect, or the examples. */
function validDocuments(): readonly string[] {
  if (!isCorpusHere()) return EXAMPLES;
  // The shapes are those of the corpus' manifests.
  const shipped = corpusJson("valid-corpus.json") as readonly { file: string; verdict: string }[];
  const pages = corpusJson("docs-yaml.json") as readonly { file: string; crdErrors: readonly string[] }[];
  const files = [
    ...shipped.filter(({ verdict }) => verdict === "valid").map(({ file }) => file),
    ...pages.filter(({ crdErrors }) => crdErrors.length === 0).map(({ file }) => file),
  ];
  return ourDocuments(files.map(corpusText));
}

function isSameValue(text: string, other: string): boolean {
  const document = parseDocument(other);
  if (document.errors.length > 0) return false;
  try {
    assert.deepEqual(document.toJS(), parse(text));
    return true;
  } catch {
    return false;
  }
}

test("at least 95 of 100 flattened resources come back as they were, and the doubtful ones say so", (t) => {
  const documents = validDocuments();
  let equal = 0;
  for (const text of documents) {
    const flat = flattened(text);
    assert.ok(looksFlattened(flat), `not seen as flattened:\n${flat}`);
    const rebuilt = rebuildIndentation(flat);
    assert.deepEqual(contents(rebuilt.text), contents(text));
    assert.equal(rebuildIndentation(rebuilt.text).text, rebuilt.text);
    if (isSameValue(text, rebuilt.text)) equal++;
    else assert.notEqual(rebuilt.ambiguous.length, 0, `wrong without a word:\n${rebuilt.text}`);
  }
  t.diagnostic(`${equal} of ${documents.length} flattened resources came back as they were`);
  assert.ok(equal >= 0.95 * documents.length);
});

test("no resource that is indented is taken for a flattened one", () => {
  const documents = isCorpusHere() ? ourDocuments(corpusFiles().map(corpusText)) : EXAMPLES;
  for (const text of documents) assert.ok(!looksFlattened(text), `seen as flattened:\n${text}`);
  console.log(`${documents.length} resources read`);
});

test("what is left after random losses keeps every line in its order", () => {
  const documents = validDocuments();
  fc.assert(
    fc.property(
      fc.constantFrom(...documents),
      fc.nat(60),
      fc.array(fc.nat(60), { maxLength: 5 }),
      (text, from, cut) => {
        const damaged = text
          .split("\n")
          .filter((_, at) => !cut.includes(at))
          .map((line, at) => (at < from ? line : line.trimStart()))
          .join("\n");
        const rebuilt = rebuildIndentation(damaged);
        assert.deepEqual(contents(rebuilt.text), contents(damaged));
        assert.equal(rebuildIndentation(rebuilt.text).text, rebuilt.text);
      },
    ),
    { numRuns: 100 },
  );
});
