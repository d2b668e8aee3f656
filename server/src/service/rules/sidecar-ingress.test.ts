import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
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

test("sidecar-ingress: TLS and HTTP limits need a protocol that has them", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: api
  namespace: shop
spec:
  ingress:
  - port:
      number: 9080
      protocol: TCP
    tls:
    #<^ error sidecar-ingress
      mode: SIMPLE
      serverCertificate: /etc/certs/tls.crt
      privateKey: /etc/certs/tls.key
    connectionPool:
      http:
      #<^^ warning sidecar-ingress
        maxRetries: 3
`,
    { codes: ["sidecar-ingress"] },
  );
});

test("sidecar-ingress: requests are handed on inside the pod only", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: api
  namespace: shop
spec:
  ingress:
  - port: { number: 9080, protocol: HTTP }
    defaultEndpoint: :8080
  - port: { number: 9081, protocol: HTTP }
    defaultEndpoint: unix:///var/run/api.sock
  - port: { number: 9082, protocol: HTTP }
    defaultEndpoint: localhost:8080
                     #<^^^^^^^^^^^^ error sidecar-ingress
`,
    { codes: ["sidecar-ingress"] },
  );
});
