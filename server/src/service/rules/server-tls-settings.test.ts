import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./server-tls-settings";

const CODE = "server-tls-settings";

function server(tls: string): string {
  return `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: egress
spec:
  servers:
  - port: { number: 443, name: https, protocol: HTTPS }
    hosts: [finance.example.com]
    tls:
${tls}`;
}

test("the examples hold", () => {
  checkExamples(rule);
});

test("MUTUAL names everything that is missing at once", () => {
  checkFindings(
    server(`      mode: MUTUAL
      #     ^^^^^^ error server-tls-settings
      privateKey: /certs/key.pem
`),
    { codes: [CODE] },
  );
});

test("each entry of tlsCertificates needs both files", () => {
  checkFindings(
    server(`      mode: SIMPLE
      tlsCertificates:
      - serverCertificate: /certs/a.pem
#       ^^^^^^^^^^^^^^^^^ error server-tls-settings
      - serverCertificate: /certs/b.pem
        privateKey: /certs/b.key
`),
    { codes: [CODE] },
  );
});

test("a credential name stands for every file, but not beside a pair of them", () => {
  checkFindings(
    server(`      mode: SIMPLE
      credentialName: finance
      serverCertificate: /certs/a.pem
`),
    { codes: [CODE] },
  );
  checkFindings(
    server(`      mode: SIMPLE
      credentialName: finance
      serverCertificate: /certs/a.pem
      #<^^^^^^^^^^^^^^^ error server-tls-settings
      privateKey: /certs/a.key
`),
    { codes: [CODE] },
  );
});

test("a revocation list fits neither SIMPLE nor a credential that is passed on", () => {
  checkFindings(
    server(`      mode: SIMPLE
      serverCertificate: /certs/a.pem
      privateKey: /certs/a.key
      caCrl: /certs/crl.pem
      #<^^^ error server-tls-settings
`),
    { codes: [CODE] },
  );
});

test("what the mode has no use for can be removed", () => {
  const after = server("      mode: ISTIO_MUTUAL\n");
  checkRepair(server("      mode: ISTIO_MUTUAL\n      caCertificates: /ca.pem # old\n"), after, { code: CODE });
  checkRepair(server("      caCrl: /crl.pem\n      mode: PASSTHROUGH\n"), server("      mode: PASSTHROUGH\n"), {
    code: CODE,
  });
});

test("more certificates than a server can show", () => {
  const pair = (name: string): string => `      - { serverCertificate: /${name}.pem, privateKey: /${name}.key }\n`;
  const head = "      mode: SIMPLE\n      tlsCertificates:\n";
  checkRepair(server(head + pair("a") + pair("b") + pair("c")), server(head + pair("a") + pair("b")), { code: CODE });
});
