import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkCompletion } from "../../../../../test/support/check-completion";
import { buildScaffold } from "../../scaffold/build";
import { scaffoldVariant } from "../../scaffold/variants";

const view = { scaffolds: true };

describe("whole sets", () => {
  const classic = scaffoldVariant("classic");
  assert.ok(classic !== undefined);

  test("are offered in an empty file", () => {
    checkCompletion("<|>", { view, has: ["istio-egress", "istio-egress-istio-mutual", "istio-egress-virtualservice"] });
  });

  test("replace the word that was typed", () => {
    const accept = ["istio-egress", buildScaffold(classic)] as const;
    checkCompletion("istio-eg<|>", { view: { ...view, snippetSupport: false }, accept });
  });

  test("are offered behind another document, with its line ending", () => {
    const before = "kind: Service\r\napiVersion: v1\r\n---\r\n";
    const accept = ["istio-egress", before + buildScaffold(classic, {}, { eol: "\r\n" })] as const;
    checkCompletion(`${before}<|>`, { view: { ...view, snippetSupport: false }, accept });
  });

  test("speak Korean", () => {
    checkCompletion("<|>", { view: { ...view, locale: "ko" }, detail: ["istio-egress", "리소스 4개"] });
  });

  test("are not offered where they cannot stand, nor to editors that have them as snippets", () => {
    checkCompletion("apiVersion: networking.istio.io/v1\n<|>", { view, lacks: ["istio-egress"] });
    checkCompletion("apiVersion: v1\nkind: List\nitems:\n- <|>", { view, lacks: ["istio-egress"] });
    checkCompletion("<|>", { lacks: ["istio-egress"] });
  });
});
