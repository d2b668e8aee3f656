import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./tls-settings-on-plain-server";

const CODE = "tls-settings-on-plain-server";

test("the examples hold", () => {
  checkExamples(rule);
});

const HTTP = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: egress
spec:
  servers:
  - port: { number: 80, name: http, protocol: "http" }
    hosts: [finance.example.com]
    tls:
      mode: SIMPLE
      credentialName: finance
`;

test("the protocol follows the settings, or the settings go", () => {
  checkRepair(HTTP, HTTP.replace('"http"', '"HTTPS"'), { code: CODE });
  checkRepair(HTTP, HTTP.slice(0, HTTP.indexOf("    tls:")), { code: CODE, title: "Remove tls" });
});

test("any TLS settings of a TCP server are misplaced, and it becomes TLS", () => {
  const tcp = HTTP.replace('"http"', "TCP").replace("mode: SIMPLE", "mode: PASSTHROUGH");
  checkRepair(tcp, tcp.replace("TCP", "TLS"), { code: CODE });
});

test("an unknown or templated protocol says nothing", () => {
  checkFindings(HTTP.replace('"http"', "kafka"), { codes: [CODE] });
  checkFindings(HTTP.replace('"http"', '"{{ .protocol }}"'), { codes: [CODE] });
});

test("a redirect that cannot happen is removed", () => {
  const before = HTTP.replace('"http"', "HTTPS").replace("    tls:\n", "    tls:\n      httpsRedirect: true\n");
  checkRepair(before, HTTP.replace('"http"', "HTTPS"), { code: CODE });
});
