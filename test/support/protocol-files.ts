// YAML for tests of the protocol: texts with findings that are known, and what to say of findings.
import type { Diagnostic } from "vscode-languageserver-protocol";
import { buildScaffold, scaffoldVariant } from "../../server/src/service/index";
import type { ScaffoldVariant } from "../../server/src/service/index";

/** A ServiceEntry without any finding. */
export function goodEntry(host = "finance.yahoo.com"): string {
  return `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: ${host.replaceAll(".", "-")}
spec:
  hosts:
  - ${host}
  ports:
  - number: 443
    name: https
    protocol: HTTPS
  resolution: DNS
`;
}

/** The same with one finding: unknown-value. */
export function badEntry(host?: string): string {
  return goodEntry(host).replace("resolution: DNS", "resolution: DSN");
}

/** The classic set, cut in two: its Gateway, and everything else, which is found wanting without the Gateway. */
export function splitSet(host = "finance.yahoo.com"): { readonly gateway: string; readonly rest: string } {
  const documents = buildScaffold(classic(), { host }).split("---\n");
  const isGateway = (text: string): boolean => /^kind: Gateway$/m.test(text);
  return {
    gateway: documents.filter(isGateway).join("---\n"),
    rest: documents.filter((text) => !isGateway(text)).join("---\n"),
  };
}

/** The codes of findings, in the order of their places. */
export function codesOf(diagnostics: readonly Diagnostic[]): readonly unknown[] {
  return diagnostics.map(({ code }) => code);
}

function classic(): ScaffoldVariant {
  const variant = scaffoldVariant("classic");
  if (variant === undefined) throw new Error("There is no classic set.");
  return variant;
}
