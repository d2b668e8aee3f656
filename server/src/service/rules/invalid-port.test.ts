import { test } from "node:test";
import { checkExamples, checkFindings } from "../../../../test/support/check";
import { rule } from "./invalid-port";

test("invalid-port: the examples hold", () => {
  checkExamples(rule);
});

test("invalid-port: a destination needs a number, a port-level policy only a port", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: api
  namespace: shop
spec:
  hosts: [api.example.com]
  http:
  - route:
    - destination:
        host: api.example.com
        port: {}
        #<^^ error invalid-port
`,
    { codes: ["invalid-port"] },
  );
});

test("invalid-port: a socket has no port", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: api
  namespace: shop
spec:
  servers:
  - port: { number: 8080, name: http, protocol: HTTP }
                    #<^^ error invalid-port
    bind: unix:///var/run/api.sock
    hosts: ["*"]
  - port: { number: 0, name: other, protocol: HTTP }
    bind: unix:///var/run/other.sock
    hosts: ["*"]
`,
    { codes: ["invalid-port"] },
  );
});
