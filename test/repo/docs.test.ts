// The explanations are complete, alike in both languages, and true to the structure: every field and enum value has an entry, nothing else has
// one, Korean follows the English it was written from, and every example is one valid entry that Istio would accept at its place.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import {
  type DocEntry,
  docEntry,
  docKeys,
  docPages,
  placePath,
  type StoredEntry,
} from "../../server/src/service/schema/docs";
import {
  fieldOf,
  fieldPaths,
  ISTIO_KINDS,
  kindSchema,
  messageNames,
  messageSchema,
} from "../../server/src/service/schema/structure";
import { parseYaml } from "../../server/src/service/syntax/parse";
import { placeExample } from "../support/place-example";
import { allFindings, snapshotOf } from "../support/check";
import { messageOf } from "../../server/src/service/index";

/** What is explained beside the messages of the API. */
const BESIDE_THE_STRUCTURE = /^(Resource|ObjectMeta|Protocol)\b/;

/** Examples that Istio refuses wherever they stand, and why they are shown all the same. */
const REFUSED: Readonly<Record<string, string>> = {
  "FaultAbort.http2Error": "The API has the field, but no release implements it; its text says so.",
  "FaultDelay.exponentialDelay": "The API has the field, but no release implements it; its text says so.",
};

const english = Object.entries(docPages.en).flatMap(([page, entries]) =>
  Object.entries(entries).map(([key, entry]) => ({ page, key, entry })),
);

function korean(page: string, key: string): StoredEntry | undefined {
  return docPages.ko[page]?.[key];
}

describe("explanations", () => {
  test("exist for every message, field and enum value of the structure", () => {
    const missing = messageNames().flatMap((message) => {
      const keys = [message];
      for (const [name, field] of Object.entries(messageSchema(message).fields)) {
        keys.push(`${message}.${name}`, ...(field.values ?? []).map((value) => `${message}.${name}=${value.name}`));
      }
      return keys.filter((key) => docEntry(key, "en") === undefined);
    });
    assert.deepEqual(missing, []);
  });

  test("exist for nothing else", () => {
    const unknown = docKeys().filter((key) => {
      if (BESIDE_THE_STRUCTURE.test(key)) return false;
      const [path = "", value] = key.split("=");
      const [message = "", name] = path.split(".");
      if (!messageNames().includes(message)) return true;
      if (name === undefined) return value !== undefined;
      const field = fieldOf(message, name);
      return (
        field === undefined || (value !== undefined && !(field.values ?? []).some((known) => known.name === value))
      );
    });
    assert.deepEqual(unknown, []);
  });

  test("have the same parts in both languages", () => {
    assert.deepEqual(Object.keys(docPages.ko), Object.keys(docPages.en));
    const parts = (entry: StoredEntry | undefined): readonly string[] =>
      Object.keys(entry ?? {})
        .filter((part) => part !== "example" && part !== "of")
        .sort();
    for (const page of Object.keys(docPages.en)) {
      assert.deepEqual(Object.keys(docPages.ko[page] ?? {}), Object.keys(docPages.en[page] ?? {}), page);
    }
    for (const { page, key, entry } of english) {
      assert.deepEqual(parts(korean(page, key)), parts(entry), key);
      assert.deepEqual(Object.keys(korean(page, key)?.places ?? {}), Object.keys(entry.places ?? {}), key);
    }
  });

  test("of fields say what they do, and their default", () => {
    const bare = english.filter(({ key, entry }) => {
      const isField = key.includes(".") && !key.includes("=");
      if (BESIDE_THE_STRUCTURE.test(key)) return false;
      return isField
        ? entry.traffic === undefined || entry.default === undefined || entry.example === undefined
        : key.includes("=") && entry.traffic === undefined;
    });
    assert.deepEqual(
      bare.map(({ key }) => key),
      [],
    );
  });

  test("are Korean where they should be, and follow the English they were written from (tools/stamp-docs.mjs)", () => {
    for (const { page, key, entry } of english) {
      const own = korean(page, key);
      assert.match(own?.summary ?? "", /[가-힣]/, key);
      const hash = createHash("sha256").update(JSON.stringify(entry)).digest("hex").slice(0, 8);
      assert.equal(own?.of, hash, key);
    }
  });

  test("name only places that exist", () => {
    const places = new Set(
      ISTIO_KINDS.flatMap((kind) => [
        kindSchema(kind).spec === "" ? "" : `${kind}.spec`,
        ...fieldPaths(kind).map(({ path }) => `${kind}.${path}`),
      ]),
    );
    const unknown = english.flatMap(({ key, entry }) =>
      Object.keys(entry.places ?? {})
        .filter((place) => !places.has(place))
        .map((place) => `${key}: ${place}`),
    );
    assert.deepEqual(unknown, []);
    assert.equal(placePath("VirtualService", ["http", 0, "route", 1]), "VirtualService.spec.http[].route");
  });
});

describe("examples", () => {
  const examples = english.flatMap(
    ({ key, entry }): { key: string; name: string; entry: DocEntry; example: string }[] => {
      const { example } = entry;
      if (example === undefined) return [];
      const field = (key.split("=")[0] ?? "").split(".")[1];
      return [{ key, name: key.startsWith("Protocol=") ? "protocol" : (field ?? ""), entry, example }];
    },
  );

  test("are one entry with the field's key", () => {
    const wrong = examples.filter(({ name, example }) => {
      const { root, problems } = parseYaml(example);
      if (problems.length > 0 || root?.kind !== "mapping") return true;
      return name !== "" && (root.entries.length !== 1 || root.entries[0]?.key.source !== name);
    });
    assert.deepEqual(
      wrong.map(({ key }) => key),
      [],
    );
  });

  test("raise no error where they belong", () => {
    const wrong: string[] = [];
    for (const { key, name, example } of examples) {
      const message = (key.split("=")[0] ?? "").split(".")[0] ?? "";
      if (BESIDE_THE_STRUCTURE.test(key) || name === "" || Object.hasOwn(REFUSED, key)) continue;
      const text = placeExample(message, name, example);
      const snapshot = snapshotOf({ files: [{ uri: "file:///example.yaml", text }], expected: [], cursors: [] });
      for (const located of allFindings(snapshot)) {
        if (located.severity === "error")
          wrong.push(`${key}: ${located.rule.code}: ${messageOf(located, "en")}\n${text}`);
      }
    }
    assert.deepEqual(wrong, []);
  });
});
