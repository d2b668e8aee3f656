// Every field of the API has a hover, on its key, and every enum value on itself, in both languages: asked the way an editor asks.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { docEntry } from "../../server/src/service/schema/docs";
import {
  istioKind,
  type IstioKind,
  ISTIO_KINDS,
  messageNames,
  messageSchema,
  placeAt,
  fieldPaths,
} from "../../server/src/service/schema/structure";
import { parseYaml } from "../../server/src/service/syntax/parse";
import { entryOf, type MappingEntry, type YamlNode, type YamlPath } from "../../server/src/service/syntax/yaml-node";
import { hoverAt } from "../support/check-hover";
import { placeExample } from "../support/place-example";

const URI = "file:///field.yaml";

interface Wanted {
  readonly message: string;
  readonly name: string;
  readonly value?: string;
}

/** All fields and enum values that stand somewhere in a kind. */
const wanted = messageNames().flatMap((message) =>
  Object.entries(messageSchema(message).fields).flatMap(([name, field]): Wanted[] => {
    if (!isReachable(message, name)) return [];
    return [{ message, name }, ...(field.values ?? []).map((value) => ({ message, name, value: value.name }))];
  }),
);

describe("hover", () => {
  for (const locale of ["en", "ko"] as const) {
    test(`explains every field and enum value (${locale})`, () => {
      const silent = wanted.filter(({ message, name, value }) => {
        const key = `${message}.${name}${value === undefined ? "" : `=${value}`}`;
        const example = value === undefined ? docEntry(key, "en")?.example : `${name}: ${value}`;
        assert.ok(example !== undefined, key);
        const text = placeExample(message, name, example);
        const entry = find(text, message, name);
        assert.ok(entry !== undefined, `${key} stands in\n${text}`);
        const span = value === undefined ? entry.key.span : (entry.value?.span ?? entry.key.span);
        const fixture = { files: [{ uri: URI, text }], expected: [], cursors: [] };
        const shown = hoverAt(fixture, URI, span.start, locale);
        const summary = docEntry(key, locale)?.summary.replaceAll("`", "");
        return summary === undefined || shown?.text.includes(summary) !== true;
      });
      assert.deepEqual(silent, []);
    });
  }
});

function isReachable(message: string, name: string): boolean {
  return ISTIO_KINDS.some((kind) => fieldPaths(kind).some((path) => path.owner === message && path.name === name));
}

/** The entry of a field of a message in a resource. */
function find(text: string, message: string, name: string): MappingEntry | undefined {
  const { root } = parseYaml(text);
  const kindNode = entryOf(root, "kind")?.value;
  const kind = istioKind("networking.istio.io/v1", kindNode?.kind === "scalar" ? kindNode.source : undefined);
  return kind === undefined ? undefined : search(kind, entryOf(root, "spec")?.value, [], message, name);
}

function search(
  kind: IstioKind,
  node: YamlNode | undefined,
  path: YamlPath,
  message: string,
  name: string,
): MappingEntry | undefined {
  if (node?.kind === "sequence") {
    for (const [position, item] of node.items.entries()) {
      const found = search(kind, item, [...path, position], message, name);
      if (found !== undefined) return found;
    }
  }
  if (node?.kind !== "mapping") return undefined;
  const place = placeAt(kind, path);
  for (const entry of node.entries) {
    if (place?.kind === "message" && place.message === message && entry.key.source === name) return entry;
    const found = search(kind, entry.value, [...path, entry.key.source], message, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
