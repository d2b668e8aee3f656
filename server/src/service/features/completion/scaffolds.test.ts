import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkCompletion } from "../../../../../test/support/check-completion";
import { buildScaffold } from "../../scaffold/build";
import { scaffoldVariant } from "../../scaffold/variants";

describe("whole sets", () => {
  const classic = scaffoldVariant("classic");
  const single = scaffoldVariant("destinationrule");
  assert.ok(classic !== undefined && single !== undefined);

  test("are offered in an empty file", () => {
    checkCompletion("<|>", { has: ["istio-egress", "istio-egress-istio-mutual", "istio-egress-virtualservice"] });
  });

  test("replace the word that was typed", () => {
    const accept = ["istio-egress", buildScaffold(classic)] as const;
    checkCompletion("istio-eg<|>", { view: { snippetSupport: false }, accept });
  });

  test("are offered while their prefix stands there in full", () => {
    checkCompletion("istio-egress<|>", { has: ["istio-egress", "istio-egress-mutual"] });
  });

  test("are offered behind another document, with its line ending", () => {
    const before = "kind: Service\r\napiVersion: v1\r\n---\r\n";
    const accept = ["istio-egress", before + buildScaffold(classic, {}, { eol: "\r\n" })] as const;
    checkCompletion(`${before}<|>`, { view: { snippetSupport: false }, accept });
  });

  test("speak Korean", () => {
    checkCompletion("<|>", { view: { locale: "ko" }, detail: ["istio-egress", "리소스 4개"] });
  });

  test("are offered behind a finished resource, parted from it by ---", () => {
    const before = buildScaffold(classic, { host: "api.example.com" });
    const accept = ["istio-egress", `${before}---\n${buildScaffold(classic)}`] as const;
    checkCompletion(`${before}isti<|>`, { view: { snippetSupport: false }, accept });
  });

  test("names follow the host where the editor applies transforms", () => {
    const accept = ["istio-egress-destinationrule", buildScaffold(single)] as const;
    checkCompletion("istio<|>", { view: { snippetTransforms: true }, accept, plain: true });
  });

  test("are not offered where they cannot stand", () => {
    const rule = buildScaffold(single);
    for (const yaml of [
      "apiVersion: networking.istio.io/v1\nis<|>",
      "apiVersion: v1\nkind: List\nitems:\n- <|>",
      "name: build\non: push\njobs:\n  test:\n    runs-on: ubuntu\ni<|>",
      "services:\n  web:\n    image: a\nis<|>",
      `${rule}<|>`,
      rule.replace("name: finance-yahoo-com", "name: is<|>"),
      rule.replace("mode: SIMPLE", "mode: <|>"),
      `is<|>\n${rule}`,
    ]) {
      checkCompletion(yaml, { lacks: ["istio-egress", "istio-egress-destinationrule"] });
    }
  });
});
