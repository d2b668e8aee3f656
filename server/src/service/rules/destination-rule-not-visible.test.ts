import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { badTexts } from "../../../../test/support/fixture";
import { rule } from "./destination-rule-not-visible";

const code = "destination-rule-not-visible";
const [elsewhere = "", hidden = ""] = badTexts(rule);

/** The set with another DestinationRule for the hop: in `namespace`, with `more` at its end; for the whole host, or a subset that the route names. */
function hop(namespace: string, more: string, subset = true): string {
  const tls = "portLevelSettings: [{ port: { number: 80 }, tls: { mode: ISTIO_MUTUAL, sni: finance.yahoo.com } }]";
  return `#- base: istio-mutual
kind: DestinationRule
metadata:
  name: finance-yahoo-com-to-egress
  ${namespace}
spec:
  subsets: ${subset ? `[{ name: finance-yahoo-com, trafficPolicy: { ${tls} } }]` : "<none>"}
${subset ? "" : `  trafficPolicy: { ${tls} }\n`}${more}---
kind: VirtualService
spec:
  http:
  - ...
    route:
    - ...
      destination:
        subset: ${subset ? "finance-yahoo-com" : "<none>"}
  - ...
`;
}

const OTHER = `namespace: other\n  #          ^^^^^ warning ${code}`;

test("the examples hold", () => {
  checkExamples(rule);
});

test("the rule moves to where the sidecars look", () => {
  checkRepair(elsewhere, elsewhere.replace("namespace: other", "namespace: istio-system"), { code });
});

test("the sidecars' namespace is added to exportTo, the rule's own as a dot", () => {
  checkRepair(hidden, hidden.replace("exportTo: [istio-system]", "exportTo: [istio-system, .]"), { code });
  const before = hop("namespace: istio-system", "  exportTo: [.]\n");
  checkRepair(before, before.replace("exportTo: [.]", "exportTo: [., default]"), { code });
});

test("one warning for the mistake, whatever end of the hop it is seen from", () => {
  const scope = { codes: [code, "gateway-hop-tls-mismatch", "unknown-subset"] };
  checkFindings(hop(OTHER, ""), scope);
  checkFindings(hop(OTHER, "", false), scope);
});

test("a rule that is not exported to the sidecars has one warning too, about its TLS or its subset", () => {
  const exported = `  exportTo: [.]\n  #          ^ warning ${code}\n`;
  const scope = { codes: [code, "gateway-hop-tls-mismatch", "unknown-subset"] };
  checkFindings(hop("namespace: istio-system", exported, false), scope);
  checkFindings(hop("namespace: istio-system", exported), scope);
});

test("a rule that exportTo keeps from its own namespace is exported there", () => {
  const before = hop("namespace: default", "  exportTo: [other]\n");
  checkRepair(before, before.replace("exportTo: [other]", "exportTo: [other, .]"), { code });
});

test("silent where some proxy uses the rule, or its file names no namespace", () => {
  checkFindings(hop("namespace: istio-system", ""), { codes: [code] });
  checkFindings(hop("namespace: <none>", ""), { codes: [code] });
});

test("silent about a rule of another namespace for other hosts", () => {
  const source = hop("namespace: other", "", false).replace("sni: finance.yahoo.com", "sni: other.example.com");
  checkFindings(source, { codes: [code] });
});

test("a rule for a whole domain is not meant for one connection", () => {
  const source = hop("namespace: other", "", false).replace("spec:", 'spec:\n  host: "*.local"');
  checkFindings(source, { codes: [code] });
});
