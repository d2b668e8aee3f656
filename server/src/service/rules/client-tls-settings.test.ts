import { test } from "node:test";
import { checkExamples, checkFindings, checkNoRepair, checkRepair } from "../../../../test/support/check";
import { rule } from "./client-tls-settings";

const CODE = "client-tls-settings";

test("the examples hold", () => {
  checkExamples(rule);
});

function tls(settings: string): string {
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: finance
  namespace: shop
spec:
  host: finance.example.com
  trafficPolicy:
    tls:
${settings}`;
}

test("checking the server comes back, or what it would have been compared with goes", () => {
  const before = tls("      mode: SIMPLE\n      insecureSkipVerify: true\n      caCertificates: /ca.pem\n");
  checkRepair(before, tls("      mode: SIMPLE\n      caCertificates: /ca.pem\n"), { code: CODE });
  checkRepair(before, tls("      mode: SIMPLE\n      insecureSkipVerify: true\n"), {
    code: CODE,
    title: "Remove caCertificates",
  });
});

test("a client certificate may come with insecureSkipVerify", () => {
  checkFindings(tls("      mode: MUTUAL\n      insecureSkipVerify: true\n      credentialName: client\n"), {
    codes: [CODE],
  });
  checkFindings(
    tls(
      "      mode: SIMPLE\n      insecureSkipVerify: true\n      credentialName: client\n      #<^^^^^^^^^^^^ error client-tls-settings\n",
    ),
    { codes: [CODE] },
  );
});

test("modes other than SIMPLE and MUTUAL are not judged", () => {
  checkFindings(tls("      mode: ISTIO_MUTUAL\n      sni: finance.example.com\n"), { codes: [CODE] });
  checkFindings(tls("      mode: DISABLE\n      insecureSkipVerify: true\n      caCertificates: /ca.pem\n"), {
    codes: [CODE],
  });
});

test("a ConfigMap is named with the rule's own namespace", () => {
  const named = (name: string): string => tls(`      mode: SIMPLE\n      credentialName: ${name}\n`);
  checkFindings(named("configmap://shop/ca"), { codes: [CODE] });
  checkRepair(named("configmap://ca"), named("configmap://shop/ca"), { code: CODE });
  checkNoRepair(named("configmap://other/ca"), { code: CODE });
});
