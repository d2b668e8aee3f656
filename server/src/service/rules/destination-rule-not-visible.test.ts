import { test } from "node:test";
import { checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./destination-rule-not-visible";

const code = "destination-rule-not-visible";
const carets = /.*\^\^.*\n/;
const [elsewhere = "", hidden = ""] = rule.examples.bad.map((source) => source.replace(carets, ""));

test("the rule moves to where the sidecars look", () => {
  checkRepair(elsewhere, elsewhere.replace("namespace: other", "namespace: istio-system"), { code });
});

test("the gateway's namespace is added to exportTo", () => {
  checkRepair(hidden, hidden.replace('exportTo: ["."]', 'exportTo: [".", istio-system]'), { code });
});

const noSubset = (source: string): string =>
  source
    .replace("        subset: finance\n", "")
    .replace("  subsets:\n  - name: finance\n    trafficPolicy:\n", "  trafficPolicy:\n")
    .replace(
      "      portLevelSettings:\n      - port: { number: 80 }\n        tls:",
      "    portLevelSettings:\n    - port: { number: 80 }\n      tls:",
    );

test("one warning for the mistake, whatever end of the hop it is seen from", () => {
  const [source = ""] = rule.examples.bad;
  const scope = { codes: [code, "gateway-hop-tls-mismatch", "unknown-subset"] };
  checkFindings(source, scope);
  checkFindings(noSubset(source), scope);
});

test("where the route has its warning already, the rule is only pointed at", () => {
  const source = noSubset(elsewhere).replace("namespace: other", "namespace: istio-system");
  checkFindings(
    source.replace(
      "sni: finance.yahoo.com }\n",
      `sni: finance.yahoo.com }\n  exportTo: [.]\n  #          ^ warning ${code}\n`,
    ),
    { codes: [code, "gateway-hop-tls-mismatch"] },
  );
  const withSubset = elsewhere.replace("namespace: other", "namespace: istio-system");
  checkFindings(
    withSubset.replace(
      "sni: finance.yahoo.com }\n",
      `sni: finance.yahoo.com }\n  exportTo: [.]\n  #          ^ information ${code}\n`,
    ),
    { codes: [code] },
  );
});

test("silent where some proxy uses the rule, or its file names no namespace", () => {
  checkFindings(elsewhere.replace("namespace: other", "namespace: istio-system"), { codes: [code] });
  checkFindings(elsewhere.replace(", namespace: other", ""), { codes: [code] });
});

test("silent about a rule of another namespace for other hosts", () => {
  checkFindings(noSubset(elsewhere).replace("sni: finance.yahoo.com", "sni: other.example.com"), { codes: [code] });
});
