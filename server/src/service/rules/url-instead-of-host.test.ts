import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./url-instead-of-host";

const CODE = "url-instead-of-host";

test("the examples hold", () => {
  checkExamples(rule);
});

const ROUTE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts: ["http://finance.yahoo.com/quote?s=1"] # asked by the app
  http:
  - route:
    - destination:
        host: 'finance.yahoo.com:443'
`;

test("scheme, port, path and query go, quotes and comments stay", () => {
  checkRepair(ROUTE, ROUTE.replace('"http://finance.yahoo.com/quote?s=1"', '"finance.yahoo.com"'), { code: CODE });
  const once = ROUTE.replace('"http://finance.yahoo.com/quote?s=1"', '"finance.yahoo.com"');
  checkRepair(once, once.replace("'finance.yahoo.com:443'", "'finance.yahoo.com'"), { code: CODE });
});

test("the namespace in front of a Gateway's host stays", () => {
  const gateway = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: egress
spec:
  selector:
    istio: egressgateway
  servers:
  - port:
      number: 80
      name: http
      protocol: HTTP
    hosts:
    - shop/https://finance.yahoo.com
`;
  checkRepair(gateway, gateway.replace("https://", ""), { code: CODE });
});

test("addresses, short names and wildcards are no URLs", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: odd
spec:
  hosts: [10.0.0.1, "fe80::1", 10.0.0.0/8, reviews, "*.example.com", example.com., "{{ .Values.host }}:443"]
  ports:
  - { number: 443, name: https, protocol: HTTPS }
`,
    { codes: [CODE] },
  );
});
