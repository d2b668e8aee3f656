// What a repair must not do, and what repairing everything costs.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allFindings, rethrow, snapshotOf } from "../../../../test/support/check";
import { readFixture } from "../../../../test/support/fixture";
import type { Repair } from "../rules/define";
import { repairsOf } from "../rules/run";
import { say } from "../words/words";
import { Snapshot } from "../workspace/snapshot";
import { codeActions } from "./code-actions";
import { rangeOf } from "./position";
import { repairAll } from "./repair-all";
import { Offers } from "./repair-offers";

const titles = (repairs: readonly Repair[]): readonly string[] =>
  repairs.map((repair) => say(repair.title, "en", repair.args));

interface Harm {
  readonly name: string;
  readonly code: string;
  readonly title: RegExp;
  readonly text: string;
}
/** Repairs that their rules propose and that bring another error: none of them is offered. */
const harms: readonly Harm[] = [
  {
    name: "a port does not become HTTPS for TLS settings that have no certificate",
    code: "tls-settings-on-plain-server",
    title: /protocol/,
    text: `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: a, namespace: b }
spec:
  selector: { istio: egressgateway }
  servers:
  - port: { number: 80, name: http, protocol: HTTP }
    tls: { mode: SIMPLE }
    hosts: [api.example.com]
`,
  },
];
describe("the light bulb", () => {
  for (const { name, code, title, text } of harms) {
    test(name, () => {
      const snapshot = snapshotOf(readFixture(`#- /a.yaml\n${text}`));
      const located = allFindings(snapshot).find(({ rule }) => rule.code === code);
      assert.ok(located !== undefined);
      assert.ok(titles(repairsOf(snapshot, located, rethrow)).some((proposed) => title.test(proposed)));
      assert.deepEqual(
        titles(new Offers(snapshot, rethrow, () => false).repairs(located)).filter((offered) => title.test(offered)),
        [],
      );
    });
  }

  test("gives what it has when it is enough", () => {
    const snapshot = snapshotOf(readFixture(`#- /a.yaml\n${entry("dns")}`));
    const located = allFindings(snapshot)[0];
    assert.ok(located !== undefined);
    assert.ok(repairsOf(snapshot, located, rethrow).length > 0);
    assert.deepEqual(new Offers(snapshot, rethrow, () => true).repairs(located), []);
  });

  test("silences the first line of a file behind its byte order mark", () => {
    const uri = "file:///a.yaml";
    const text = `\uFEFF${entry("DNS").replace("networking.istio.io/v1", "networking.istio.io/v1beta1")}`;
    const snapshot = Snapshot.empty().apply([{ uri, text }]);
    const file = snapshot.file(uri);
    assert.ok(file !== undefined);
    const actions = codeActions(snapshot, uri, rangeOf(file, { start: 0, end: 20 }), "en", rethrow);
    const silencing = actions.filter(({ title }) => title.startsWith("Silence") && title.endsWith("on this line"));
    assert.ok(silencing.length > 0);
    for (const { edits } of silencing) assert.equal(edits[0]?.edits[0]?.span.start, 1);
  });
});

function entry(resolution: string, name = "finance", ports = 1): string {
  const lines = Array.from(
    { length: ports },
    (_, number) => `  - { number: ${number + 1}, name: http-${number}, protocol: HTTP }\n`,
  );
  return `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: apps }
spec:
  hosts: [${name}.example.com]
  ports:
${lines.join("")}  resolution: ${resolution}
`;
}

/** How many characters are judged to repair everything; all findings with a safe repair must be gone. */
function cost(files: readonly { readonly uri: string; readonly text: string }[]): number {
  const snapshot = Snapshot.empty().apply(files);
  let judged = 0;
  const { snapshot: repaired, isComplete } = repairAll(
    snapshot,
    files.map(({ uri }) => uri),
    {
      onCrash: rethrow,
      isOver: (characters) => {
        judged = characters;
        return false;
      },
    },
  );
  assert.ok(isComplete);
  const left = allFindings(repaired).filter((located) =>
    repairsOf(repaired, located, rethrow).some(({ safe }) => safe === true),
  );
  assert.deepEqual(
    left.map(({ rule }) => rule.code),
    [],
  );
  return judged;
}

interface Growth {
  readonly name: string;
  readonly files: (size: number) => readonly { readonly uri: string; readonly text: string }[];
}
const oneFile = (text: string): readonly { readonly uri: string; readonly text: string }[] => [
  { uri: "file:///a.yaml", text },
];
const growths: readonly Growth[] = [
  {
    name: "files with one repair each",
    files: (size) =>
      Array.from({ length: size }, (_, number) => ({
        uri: `file:///${number}.yaml`,
        text: entry("dns", `entry-${number}`),
      })),
  },
  {
    name: "files with ten repairs each",
    files: (size) =>
      Array.from({ length: size / 10 }, (_, number) => ({
        uri: `file:///${number}.yaml`,
        text: entry("DNS", `entry-${number}`, 10).replaceAll("protocol: HTTP", "protocol: HTPT"),
      })),
  },
  {
    name: "repairs in one file",
    files: (size) => oneFile(entry("DNS", "many", size).replaceAll("protocol: HTTP", "protocol: HTPT")),
  },
  {
    name: "tabs",
    files: (size) => oneFile(entry("DNS", "tabs", size).replaceAll(/^ {2}/gm, "\t")),
  },
];
describe("repairing everything is judged in proportion to the text:", () => {
  for (const { name, files } of growths) {
    test(name, () => {
      const small = cost(files(20));
      const large = cost(files(80));
      // Four times the text and findings; twice that is far from a square.
      assert.ok(large < small * 8, `${small} characters for 20, ${large} for 80`);
    });
  }

  test("what would take too long is cut short, and says so", () => {
    const files = growths[0]?.files(20) ?? [];
    const uris = files.map(({ uri }) => uri);
    const repaired = repairAll(Snapshot.empty().apply(files), uris, { onCrash: rethrow, isOver: () => true });
    assert.equal(repaired.isComplete, false);
  });
});

test("a file that may not be edited is not, and repairs that need it are not made elsewhere", () => {
  const files = [
    { uri: "file:///a.yaml", text: entry("dns", "a") },
    { uri: "file:///b.yaml", text: entry("dns", "b") },
  ];
  const { snapshot } = repairAll(
    Snapshot.empty().apply(files),
    files.map(({ uri }) => uri),
    { onCrash: rethrow, mayEdit: (uri) => uri !== "file:///a.yaml" },
  );
  assert.deepEqual(
    snapshot.files().map(({ text }) => text),
    [entry("dns", "a"), entry("DNS", "b")],
  );
});

test("an unreadable port of a destination is not given a second one", () => {
  const text = `#- /a.yaml
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: a, namespace: b }
spec:
  hosts: [api.example.com]
  ports:
  - { number: 80, name: http, protocol: HTTP }
  - { number: 443, name: https, protocol: HTTPS }
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: a, namespace: b }
spec:
  hosts: [other.example.com]
  http:
  - route:
    - destination:
        host: api.example.com
        port:
          number: https
`;
  const snapshot = snapshotOf(readFixture(text));
  assert.ok(!allFindings(snapshot).some(({ rule }) => rule.code === "ambiguous-destination-port"));
});
