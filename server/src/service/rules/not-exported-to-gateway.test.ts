import { test } from "node:test";
import { checkFindings, checkRepair } from "../../../../test/support/check";
import { badTexts } from "../../../../test/support/fixture";
import { rule } from "./not-exported-to-gateway";

const code = "not-exported-to-gateway";
const [hiddenEntry = "", hiddenRoutes = ""] = badTexts(rule);

test("the gateway's namespace is added", () => {
  for (const before of [hiddenEntry, hiddenRoutes])
    checkRepair(before, before.replace('exportTo: ["."]', 'exportTo: [".", istio-system]'), { code });
  const block = hiddenRoutes.replace('exportTo: ["."]', "exportTo:\n  - . # ours");
  checkRepair(block, `${block}  - istio-system\n`, { code });
});

test("silent where the gateway runs in the same namespace, whatever labels it has", () => {
  const near = hiddenRoutes.replace("istio-egressgateway.istio-system.svc", "egress.default.svc");
  checkFindings(near, { codes: [code] });
});

test("silent where only the labels of Istio's charts tell where the gateway might run", () => {
  const unled = hiddenRoutes.replace("  - finance-yahoo-com-egress\n  - mesh\n", "  - finance-yahoo-com-egress\n");
  checkFindings(unled, { codes: [code] });
});

test("silent where another ServiceEntry shows the host to the gateway, or nobody is to see it", () => {
  const [entry = ""] = hiddenEntry.split("---");
  const other = entry.replace("namespace: default", "namespace: istio-system");
  checkFindings(`${hiddenEntry}---\n${other}`, { codes: [code] });
  checkFindings(hiddenEntry.replace('["."]', '["~"]'), { codes: [code] });
});
