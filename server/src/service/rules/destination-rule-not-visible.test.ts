import { test } from "node:test";
import { checkFindings, checkRepair } from "../../../../test/support/check";
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

test("the rule moves to where the sidecars look", () => {
  checkRepair(elsewhere, elsewhere.replace("namespace: other", "namespace: istio-system"), { code });
});

test("the gateway's namespace is added to exportTo", () => {
  checkRepair(hidden, hidden.replace('exportTo: ["."]', 'exportTo: [".", istio-system]'), { code });
});

test("one warning for the mistake, whatever end of the hop it is seen from", () => {
  const scope = { codes: [code, "gateway-hop-tls-mismatch", "unknown-subset"] };
  checkFindings(hop(OTHER, ""), scope);
  checkFindings(hop(OTHER, "", false), scope);
});

test("where the route has its warning already, the rule is only pointed at", () => {
  const exported = (severity: string): string => `  exportTo: [.]\n  #          ^ ${severity} ${code}\n`;
  checkFindings(hop("namespace: istio-system", exported("warning"), false), {
    codes: [code, "gateway-hop-tls-mismatch"],
  });
  checkFindings(hop("namespace: istio-system", exported("information")), { codes: [code] });
});

test("silent where some proxy uses the rule, or its file names no namespace", () => {
  checkFindings(hop("namespace: istio-system", ""), { codes: [code] });
  checkFindings(hop("namespace: <none>", ""), { codes: [code] });
});

test("silent about a rule of another namespace for other hosts", () => {
  const source = hop("namespace: other", "", false).replace("sni: finance.yahoo.com", "sni: other.example.com");
  checkFindings(source, { codes: [code] });
});
