import { test } from "node:test";
import { checkExamples, checkFindings } from "../../../../test/support/check";
import { rule } from "./duplicate-destination-rule";

const CODES = ["duplicate-destination-rule"];

test("the examples hold", () => {
  checkExamples(rule);
});

function destinationRule(name: string, namespace: string, spec: string): string {
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  host: finance.yahoo.com
${spec}
`;
}

test("subsets of one name lose one of their settings", () => {
  checkFindings(
    `${destinationRule("a", "shop", "  subsets:\n  - name: v1\n    #     ^^ warning duplicate-destination-rule\n    labels: { version: v1 }")}---
${destinationRule("b", "shop", "  subsets:\n  - name: v1\n    #     ^^ warning duplicate-destination-rule\n    labels: { version: v2 }")}`,
    { codes: CODES },
  );
});

test("equal settings, other namespaces, other workloads and other exports are no loss", () => {
  const simple = "  trafficPolicy: { tls: { mode: SIMPLE } }";
  const mutual = "  trafficPolicy: { tls: { mode: MUTUAL, credentialName: c } }";
  checkFindings(`${destinationRule("a", "shop", simple)}---\n${destinationRule("b", "shop", simple)}`, {
    codes: CODES,
  });
  checkFindings(`${destinationRule("a", "shop", simple)}---\n${destinationRule("b", "bank", mutual)}`, {
    codes: CODES,
  });
  checkFindings(
    `${destinationRule("a", "shop", simple)}---\n${destinationRule("b", "shop", `  workloadSelector: { matchLabels: { app: a } }\n${mutual}`)}`,
    { codes: CODES },
  );
  checkFindings(
    `${destinationRule("a", "shop", simple)}---\n${destinationRule("b", "shop", `  exportTo: ["."]\n${mutual}`)}`,
    { codes: CODES },
  );
});

test("a rule that is exported further joins one that is exported to some", () => {
  const rule = (name: string, exportTo: string, sni: string, caret: string): string =>
    destinationRule(
      name,
      "shop",
      `  exportTo: [${exportTo}]\n  trafficPolicy:\n${caret}    tls: { mode: SIMPLE, sni: ${sni} }`,
    );
  const caret = "  #<^^^^^^^^^^^ warning duplicate-destination-rule\n";
  checkFindings(`${rule("a", "bank", "one", caret)}---\n${rule("b", "bank, other", "two", caret)}`, {
    codes: CODES,
  });
  checkFindings(`${rule("a", "bank, other", "one", "")}---\n${rule("b", "bank", "two", "")}`, { codes: CODES });
});
