import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { snapshotOf } from "../../../../test/support/check";
import { checkHover, checkNoHover } from "../../../../test/support/check-hover";
import { buildScaffold } from "../scaffold/build";
import { scaffoldVariants } from "../scaffold/variants";
import { docEntry, docKeyAt, docKeyOfValue } from "../schema/docs";
import { type IstioKind, istioKind, placeAt } from "../schema/structure";
import { entryOf, type YamlNode, type YamlPath } from "../syntax/yaml-node";
import { hover } from "./hover";
import { positionAt } from "./position";

const HEAD = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: tls
`;

describe("hover", () => {
  test("on a key", () => {
    checkHover(`${HEAD}spec:\n  trafficPolicy:\n    tls:\n      mo<|>de: SIMPLE\n`, {
      on: "mode",
      en: [
        "DestinationRule.spec.trafficPolicy.tls.mode\n",
        "default DISABLE",
        "- MUTUAL: ",
        "Istio's reference: https://istio.io/",
      ],
      ko: ["기본값 DISABLE", "- MUTUAL: ", "Istio 레퍼런스: https://istio.io/"],
    });
  });

  test("on a value of an enum", () => {
    checkHover(`${HEAD}spec:\n  trafficPolicy:\n    tls:\n      mode: SIM<|>PLE\n`, {
      on: "SIMPLE",
      en: [`SIMPLE: ${docEntry("ClientTLSSettings.mode=SIMPLE", "en")?.summary ?? ""}`],
      ko: [`SIMPLE: ${docEntry("ClientTLSSettings.mode=SIMPLE", "ko")?.summary ?? ""}`.replaceAll("`", "")],
    });
  });

  test("on an item of a list", () => {
    checkHover(`${HEAD}spec:\n  exportTo:\n  - "<|>."\n`, { on: '"."', en: ["DestinationRule.spec.exportTo\n"] });
  });

  test("on the key of a map", () => {
    checkHover(HEAD.replace("DestinationRule", "Gateway") + "spec:\n  selector:\n    is<|>tio: x\n", {
      on: "istio",
      en: ["Gateway.spec.selector\n"],
    });
  });

  test("on a sentence that holds at this place only", () => {
    checkHover(`${HEAD}spec:\n  subsets:\n  - trafficPolicy:\n      <|>tls: {}\n`, {
      en: [
        docEntry("TrafficPolicy.tls", "en")?.places?.["DestinationRule.spec.subsets[].trafficPolicy.tls"]?.replaceAll(
          "`",
          "",
        ) ?? "?",
      ],
    });
  });

  test("on a field younger than the release in the settings", () => {
    checkHover(`${HEAD}spec:\n  <|>workloadSelector: {}\n`, {
      settings: { istioVersion: "1.13" },
      en: ["since Istio 1.14", "Istio 1.13, the release in your settings, does not know it yet"],
      ko: ["Istio 1.14부터", "설정에 적힌 Istio 1.13 버전"],
    });
    checkHover(`${HEAD}spec:\n  <|>workloadSelector: {}\n`, { lacks: ["settings", "설정에"] });
  });

  test("on resources of a List", () => {
    checkHover(
      "apiVersion: v1\nkind: List\nitems:\n- apiVersion: networking.istio.io/v1\n  kind: Gateway\n  spec:\n    ser<|>vers: []\n",
      { on: "servers", en: ["Gateway.spec.servers\n"] },
    );
  });

  test("behind Hangul, emoji and CRLF", () => {
    checkHover(`# 안녕 👋\r\n${HEAD.replaceAll("\n", "\r\n")}spec:\r\n  host: "한글👋"\r\n  expo<|>rtTo: []\r\n`, {
      on: "exportTo",
    });
  });

  const halfTyped: readonly (readonly [string, string])[] = [
    ["a flow that is not closed", `${HEAD}spec:\n  ho<|>st: finance.yahoo.com\n  subsets: [{name: a\n`],
    ["a quote that is not closed", `${HEAD}spec:\n  ho<|>st: finance.yahoo.com\n  exportTo: ["a\n`],
  ];
  for (const [name, source] of halfTyped) {
    test(`in a half-typed document: ${name}`, () => {
      checkHover(source, { on: "host", en: ["DestinationRule.spec.host\n"] });
    });
  }

  const silent: readonly (readonly [string, string])[] = [
    ["an unknown field", `${HEAD}spec:\n  ho<|>sts: []\n`],
    ["a comment", `# <|>x\n${HEAD}`],
    ["another kind", "apiVersion: v1\nkind: Service\nspec:\n  po<|>rts: []\n"],
    [
      "the Gateway API's Gateway",
      "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nspec:\n  lis<|>teners: []\n",
    ],
    ["an empty file", "<|>"],
  ];
  for (const [name, source] of silent) {
    test(`says nothing on ${name}`, () => {
      checkNoHover(source);
    });
  }
});

describe("every key and value of the sets", () => {
  for (const variant of scaffoldVariants) {
    test(variant.title.en, () => {
      const text = buildScaffold(variant);
      const snapshot = snapshotOf({ files: [{ uri: "file:///set.yaml", text }], expected: [], cursors: [] });
      const file = snapshot.file("file:///set.yaml");
      assert.ok(file !== undefined);
      for (const [position, document] of file.documents.entries()) {
        const start = file.starts[position] ?? 0;
        const kind = istioKind("networking.istio.io/v1", scalar(entryOf(document.root, "kind")?.value));
        assert.ok(kind !== undefined);
        for (const { offset, path, value } of positionsIn(document.root, [])) {
          for (const locale of ["en", "ko"] as const) {
            const shown = hover(snapshot, file.uri, positionAt(file, start + offset), { locale, format: "plaintext" });
            const wanted = entryKeys(kind, path, value).flatMap((key) => docEntry(key, locale)?.summary ?? []);
            assert.ok(shown !== undefined && wanted.length > 0, `${kind} ${path.join(".")}`);
            for (const summary of wanted) assert.ok(shown.text.includes(summary.replaceAll("`", "")), summary);
            assert.doesNotMatch(shown.text, /\{[a-zA-Z]+\}|undefined/, shown.text);
          }
        }
      }
    });
  }
});

/** The middle of every key and single value, with its path; for values also what they are. */
function positionsIn(node: YamlNode | undefined, path: YamlPath): { offset: number; path: YamlPath; value?: string }[] {
  switch (node?.kind) {
    case "scalar":
      return [{ offset: Math.floor((node.span.start + node.span.end) / 2), path, value: node.source }];
    case "sequence":
      return node.items.flatMap((item, position) => positionsIn(item, [...path, position]));
    case "mapping":
      return node.entries.flatMap((entry) => [
        { offset: entry.key.span.start, path: [...path, entry.key.source] },
        ...positionsIn(entry.value, [...path, entry.key.source]),
      ]);
    case undefined:
      return [];
  }
}

function entryKeys(kind: IstioKind, path: YamlPath, value: string | undefined): readonly string[] {
  const [top, ...below] = path;
  if (top === "metadata" && below.length > 0) return [`ObjectMeta.${String(below[0])}`];
  if (top !== "spec")
    return [`Resource.${String(top)}`, ...(value === undefined ? [] : [`Resource.${String(top)}=${value}`])];
  const place = placeAt(kind, below);
  if (place === undefined) return [];
  return [docKeyAt(place), ...(value === undefined ? [] : [docKeyOfValue(place, value)])];
}

function scalar(node: YamlNode | undefined): string | undefined {
  return node?.kind === "scalar" ? node.source : undefined;
}
