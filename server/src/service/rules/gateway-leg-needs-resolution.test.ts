import { test } from "node:test";
import { checkExamples, checkFindings, checkNoRepair, checkRepair } from "../../../../test/support/check";
import { rule } from "./gateway-leg-needs-resolution";

const CODE = "gateway-leg-needs-resolution";

test("the examples hold", () => {
  checkExamples(rule);
});

function set(host: string, protocol: string, rest = ""): string {
  return `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: wikipedia
spec:
  hosts: ["${host}"]
  ports:
  - { number: 443, name: tls, protocol: ${protocol} }
${rest}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: wikipedia
spec:
  hosts: ["${host}"]
  gateways: [mesh, egress]
  tls:
  - match: [{ gateways: [mesh], sniHosts: ["${host}"] }]
    route: [{ destination: { host: way-out.egress.svc.cluster.local } }]
  - match: [{ gateways: [egress], sniHosts: ["${host}"] }]
    route: [{ destination: { host: "${host}" } }]
`;
}

test("a comment stays beside the resolution", () => {
  const before = set("www.wikipedia.org", "TLS", "  resolution: NONE # as asked\n");
  checkRepair(before, before.replace("NONE", "DNS"), { code: CODE });
});

test("a forgotten resolution is added", () => {
  checkRepair(set("www.wikipedia.org", "TLS"), set("www.wikipedia.org", "TLS", "  resolution: DNS\n"), { code: CODE });
});

test("a wildcard has no way to be looked up at a gateway", () => {
  checkNoRepair(set("*.wikipedia.org", "TLS", "  resolution: NONE\n"), { code: CODE });
  checkFindings(
    set(
      "*.wikipedia.org",
      "TLS",
      "  resolution: DYNAMIC_DNS\n  #           ^^^^^^^^^^^ information gateway-leg-needs-resolution\n",
    ),
    { codes: [CODE] },
  );
});

test("a route to a wildcard is led to the one host below it that is declared", () => {
  const before = `${set("*.wikipedia.org", "TLS", "  resolution: NONE\n")}---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: one
spec:
  hosts: [www.wikipedia.org]
  ports: [{ number: 443, name: tls, protocol: TLS }]
  resolution: DNS
`;
  checkRepair(before, before.replace('host: "*.wikipedia.org"', 'host: "www.wikipedia.org"'), { code: CODE });
});

test("a route for the sidecars alone connects where the app wants to", () => {
  checkFindings(set("www.wikipedia.org", "TLS").replace("gateways: [egress], ", "gateways: [mesh], "), {
    codes: [CODE],
  });
});

test("files of another folder prove nothing", () => {
  const [entry = "", service = ""] = set("www.wikipedia.org", "TLS").split("---\n");
  checkFindings(`#- /dev/a.yaml\n${entry}#- /prod/b.yaml\n${service}`, { codes: [CODE] });
});
