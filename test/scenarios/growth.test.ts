// Texts that grow in one direction: four times the text may cost a few times four, never sixteen. Processor time is compared with itself, with a wide
// margin and a floor, so that a busy machine changes nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeActions, diagnostics, fixAll, hover, positionAt, rangeOf, Snapshot } from "../../server/src/service/index";
import { rethrow } from "../support/check";

interface Family {
  readonly name: string;
  /** How many repetitions the smaller text has. */
  readonly size: number;
  readonly text: (size: number) => string;
  /** The text under the mouse, and a part of a finding's line for the light bulb. */
  readonly at: string;
}

const repeat = (size: number, part: (number: number) => string): string =>
  Array.from({ length: size }, (_, number) => part(number)).join("");
const resource = (kind: string, spec: string): string =>
  `apiVersion: networking.istio.io/v1\nkind: ${kind}\nmetadata: { name: a, namespace: b }\nspec:\n${spec}`;
const PORT = "  ports: [{ number: 443, name: https, protocol: HTTPS }]\n  resolution: DNS\n";
const ROUTE = "  http: [{ route: [{ destination: { host: a.example.com } }] }]\n";

const gateway = (size: number, server: (number: number) => string): string =>
  resource("Gateway", `  selector: { istio: egressgateway }\n  servers:\n${repeat(size, server)}`);

const families: readonly Family[] = [
  {
    name: "unknown fields",
    size: 500,
    text: (size) =>
      resource(
        "ServiceEntry",
        repeat(size, (number) => `  field${number}: 1\n`),
      ),
    at: "field1",
  },
  {
    name: "lines of a lonely dash",
    size: 150,
    text: (size) => resource("ServiceEntry", " -\n".repeat(size)),
    at: "ServiceEntry",
  },
  {
    name: "gateways of a VirtualService",
    size: 400,
    text: (size) =>
      resource(
        "VirtualService",
        `  hosts: [a.example.com]\n  gateways:\n${repeat(size, (number) => `  - g${number}\n`)}${ROUTE}`,
      ),
    at: "g1",
  },
  {
    name: "hosts of a VirtualService",
    size: 100,
    text: (size) =>
      resource("VirtualService", `  hosts:\n${repeat(size, (number) => `  - h${number}.example.com\n`)}${ROUTE}`),
    at: "h1.example",
  },
  {
    name: "hosts of a ServiceEntry",
    size: 100,
    text: (size) =>
      resource("ServiceEntry", `  hosts:\n${repeat(size, (number) => `  - h${number}.example.com\n`)}${PORT}`),
    at: "h1.example",
  },
  {
    name: "labels of a host",
    size: 1000,
    text: (size) => resource("ServiceEntry", `  hosts: [${"a.".repeat(size)}com]\n${PORT}`),
    at: "a.a.",
  },
  {
    name: "blanks in a flattened document",
    size: 4000,
    text: (size) =>
      `apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata:\nname: a\nspec:\nhosts:\n- a${" ".repeat(size)}b\n`,
    at: "ServiceEntry",
  },
  {
    name: "tabs",
    size: 60,
    text: (size) =>
      resource(
        "ServiceEntry",
        repeat(size, (number) => `\tfield${number}: a\n`),
      ),
    at: "field1",
  },
  {
    name: "keys that come again",
    size: 60,
    text: (size) => resource("ServiceEntry", "  location: MESH_EXTERNAL\n".repeat(size)),
    at: "location",
  },
  {
    name: "servers of a port",
    size: 250,
    text: (size) =>
      gateway(
        size,
        (number) =>
          `  - { port: { number: 443, name: https-${number}, protocol: HTTPS }, hosts: [h${number}.example.com], tls: { mode: ISTIO_MUTUAL } }\n`,
      ),
    at: "https-1",
  },
  {
    name: "ports of a gateway",
    size: 250,
    text: (size) =>
      gateway(
        size,
        (number) => `  - { port: { number: ${1000 + number}, name: http, protocol: HTTP }, hosts: [a.example.com] }\n`,
      ),
    at: "protocol",
  },
];

const URI = "file:///a.yaml";
const asked: Readonly<Record<string, (snapshot: Snapshot, offset: number) => void>> = {
  findings: (snapshot) => void diagnostics(snapshot, URI, "en", rethrow),
  hover: (snapshot, offset) => {
    const file = snapshot.file(URI);
    assert.ok(file !== undefined);
    hover(snapshot, URI, positionAt(file, offset), { locale: "en", format: "markdown" });
  },
  "light bulb": (snapshot, offset) => {
    const file = snapshot.file(URI);
    assert.ok(file !== undefined);
    codeActions(snapshot, URI, rangeOf(file, { start: offset, end: offset + 1 }), "en", rethrow);
  },
  "light bulb over everything": (snapshot) => {
    const file = snapshot.file(URI);
    assert.ok(file !== undefined);
    codeActions(snapshot, URI, rangeOf(file, { start: 0, end: file.text.length }), "en", rethrow);
  },
  "all repairs": (snapshot) => void fixAll(snapshot, URI, "en", rethrow),
};

/** Processor time in milliseconds; the best of a few, as the machine may be busy with other things. */
function cost(text: string, at: string, ask: (snapshot: Snapshot, offset: number) => void): number {
  const times = [1, 2].map(() => {
    const snapshot = Snapshot.empty().apply([{ uri: URI, text }]);
    const before = process.cpuUsage();
    ask(snapshot, text.indexOf(at));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** What is too little to compare, in milliseconds. */
const FLOOR = 40;

for (const { name, size, text, at } of families) {
  test(`${name} cost no more than their number`, () => {
    const small = text(size);
    const large = text(size * 4);
    for (const [question, ask] of Object.entries(asked)) {
      const less = cost(small, at, ask);
      const more = cost(large, at, ask);
      assert.ok(
        more < Math.max(less, FLOOR) * 10,
        `${question}: ${less} ms for ${size}, ${more} ms for four times that`,
      );
    }
  });
}
