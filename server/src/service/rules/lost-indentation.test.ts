import { test } from "node:test";
import { checkFindings, checkRepair } from "../../../../test/support/check";

const flat = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
name: originate-tls # for the gateway
spec:
host: finance.yahoo.com
trafficPolicy:
portLevelSettings:
- port:
number: 443
tls:
mode: SIMPLE
`;
const restored = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: originate-tls # for the gateway
spec:
  host: finance.yahoo.com
  trafficPolicy:
    portLevelSettings:
    - port:
        number: 443
      tls:
        mode: SIMPLE
`;

test("every line goes back, comments and all", () => {
  checkRepair(flat, restored, { code: "lost-indentation" });
  checkRepair(flat.replaceAll("\n", "\r\n"), restored.replaceAll("\n", "\r\n"), { code: "lost-indentation" });
});

test("white space that YAML does not take for indentation is replaced", () => {
  const pasted = restored.replace(/^ +/gm, (lead) => "\u00A0".repeat(lead.length));
  checkRepair(pasted, restored, { code: "lost-indentation" });
});

test("it is the only finding of its document, and other documents keep theirs", () => {
  checkFindings(
    `${flat.replace("kind: DestinationRule\n", "kind: DestinationRule\n#     ^^^^^^^^^^^^^^^ error lost-indentation\n")}---
${restored.replace("originate-tls", "other").replace("SIMPLE", "SIMPLY")}        #     ^^^^^^ error unknown-value
`,
    { codes: ["lost-indentation", "unknown-value", "unknown-field", "missing-field"] },
  );
});

test("a flattened List is found, too", () => {
  checkFindings(
    `apiVersion: v1
kind: List
items:
- apiVersion: networking.istio.io/v1
kind: DestinationRule
#     ^^^^^^^^^^^^^^^ error lost-indentation
metadata:
name: originate-tls
spec:
host: finance.yahoo.com
`,
    { codes: ["lost-indentation"] },
  );
});
