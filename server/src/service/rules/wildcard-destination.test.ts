import { test } from "node:test";
import { checkExamples, checkFindings, checkRepair } from "../../../../test/support/check";
import { rule } from "./wildcard-destination";

const CODE = "wildcard-destination";

test("the examples hold", () => {
  checkExamples(rule);
});

function entry(host: string, rest = ""): string {
  return `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: wikipedia
spec:
  hosts:
  - "${host}"
  ports:
  - number: 443
    name: tls
    protocol: TLS
${rest}`;
}

function service(host: string): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: wikipedia
spec:
  hosts:
  - "*.wikipedia.org"
  tls:
  - match:
    - sniHosts:
      - "*.wikipedia.org"
    route:
    - destination:
        host: ${host}
`;
}

test("the one host gets a ServiceEntry of its own", () => {
  const set = `${entry("*.wikipedia.org")}---\n${service("www.wikipedia.org")}`;
  checkRepair(
    set,
    `${set}---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: www-wikipedia-org
spec:
  hosts:
  - www.wikipedia.org
  location: MESH_EXTERNAL
  ports:
  - number: 443
    name: tls
    protocol: TLS
  resolution: DNS
`,
    { code: CODE },
  );
});

test("a route to the very wildcard of a ServiceEntry works in the sidecars", () => {
  checkFindings(`${entry("*.wikipedia.org")}---\n${service('"*.wikipedia.org"')}`, { codes: [CODE] });
  checkFindings(
    `${entry("*.wikimedia.org")}---\n${service('"*.wikipedia.org"\n        #     ^^^^^^^^^^^^^^^^^ warning wildcard-destination')}`,
    { codes: [CODE] },
  );
});

test("names below a DYNAMIC_DNS wildcard are looked up as they are asked for", () => {
  checkFindings(`${entry("*.wikipedia.org", "  resolution: DYNAMIC_DNS\n")}---\n${service("www.wikipedia.org")}`, {
    codes: [CODE],
  });
});
