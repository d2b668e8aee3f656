import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./conflicting-service-entries";

const CODE = "conflicting-service-entries";

test("the examples hold", () => {
  checkExamples(rule);
});

function entry(name: string, rest: string): string {
  return `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: ${name} }
spec:
  hosts: [finance.yahoo.com]
${rest}
`;
}

test("ServiceEntries that no namespace sees together may differ", () => {
  checkFindings(
    `${entry("shop", "  exportTo: ['.']\n  ports: [{ number: 443, name: a, protocol: HTTPS }]\n  resolution: DNS")}---
${entry("bank", "  exportTo: ['.']\n  ports: [{ number: 443, name: a, protocol: TCP }]\n  resolution: DNS")}`,
    { codes: [CODE] },
  );
});

test("folders side by side are different meshes", () => {
  checkFindings(
    `#- /dev/a.yaml
${entry("shop", "  ports: [{ number: 443, name: a, protocol: HTTPS }]")}#- /prod/b.yaml
${entry("bank", "  ports: [{ number: 443, name: a, protocol: TCP }]")}`,
    { codes: [CODE] },
  );
});

test("another resolution in the same namespace drops ports", () => {
  const dns = entry(
    "shop",
    "  ports: [{ number: 443, name: a, protocol: TLS }]\n  resolution: DNS\n  #           ^^^ warning conflicting-service-entries",
  );
  const none = entry(
    "shop",
    "  ports: [{ number: 443, name: a, protocol: TLS }]\n  resolution: NONE\n  #           ^^^^ warning conflicting-service-entries",
  );
  checkFindings(`${dns}---\n${none.replace("name: shop", "name: more")}`, { codes: [CODE] });
});

test("the protocol that nobody expects on the port gives way", () => {
  const before = `${entry("bank", "  ports: [{ number: 443, name: a, protocol: HTTP }]")}---
${entry("shop", "  ports: [{ number: 443, name: a, protocol: TLS }]")}`;
  checkRepair(before, before.replace("protocol: HTTP }", "protocol: TLS }"), { code: CODE });
});

test("of several rivals the one that differs is followed", () => {
  const port = (protocol: string): string => `  ports: [{ number: 443, name: a, protocol: ${protocol} }]`;
  const before = [entry("a", port("HTTP")), entry("b", port("HTTP")), entry("c", port("TLS"))].join("---\n");
  checkRepair(before, before.replace("protocol: HTTP }", "protocol: TLS }"), { code: CODE });
});

test("TLS and HTTPS are one to the proxies", () => {
  const port = (protocol: string): string => `  ports: [{ number: 443, name: a, protocol: ${protocol} }]`;
  checkFindings([entry("a", port("HTTPS")), entry("b", port("TLS"))].join("---\n"), { codes: [CODE] });
});

test("of two unusual ones the one that istiod takes second gives way, by namespace where nothing says their age", () => {
  const port = (protocol: string): string => `  ports: [{ number: 8000, name: a, protocol: ${protocol} }]`;
  const other = entry("app", port("TCP")).replace("name: app", "name: z");
  const before = `${entry("istio-system", port("HTTP")).replace("name: istio-system", "name: a")}---\n${other}`;
  checkRepair(before, before.replace("protocol: HTTP }", "protocol: TCP }"), { code: CODE });
});
