import { test } from "node:test";
import { checkExamples, checkRepair } from "../../../../test/support/check";
import { rule } from "./sidecar-ingress";

test("sidecar-ingress: the examples hold", () => {
  checkExamples(rule);
});

test("sidecar-ingress: an unsupported TLS setting leaves", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: api
spec:
  ingress:
  - port:
      number: 9443
      name: https
      protocol: HTTPS
    tls:
      mode: SIMPLE
      serverCertificate: /etc/certs/tls.crt
      privateKey: /etc/certs/tls.key
      credentialName: api
`,
    `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: api
spec:
  ingress:
  - port:
      number: 9443
      name: https
      protocol: HTTPS
    tls:
      mode: SIMPLE
      serverCertificate: /etc/certs/tls.crt
      privateKey: /etc/certs/tls.key
`,
    { code: "sidecar-ingress" },
  );
});
