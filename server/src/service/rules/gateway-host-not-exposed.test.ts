import { test } from "node:test";
import { checkExamples, checkFindings, checkNoRepair, checkRepair } from "../../../../test/support/check";
import { rule } from "./gateway-host-not-exposed";

const CODE = "gateway-host-not-exposed";

test("the examples hold", () => {
  checkExamples(rule);
});

function gateway(name: string, hosts: string, namespace = "default"): string {
  return `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  selector:
    istio: egressgateway
  servers:
  - port:
      number: 80
      name: http
      protocol: HTTP
    hosts:
    - ${hosts}
`;
}

function service(hosts: string, gateways: string, route = "finance.yahoo.com"): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: finance, namespace: default }
spec:
  hosts: [${hosts}]
  gateways: [${gateways}]
  http:
  - route: [{ destination: { host: ${route} } }]
`;
}

test("a host is added, or a misspelt one corrected", () => {
  const set = `${gateway("egress", "news.example.com")}---\n${service("finance.yahoo.com", "egress")}`;
  checkRepair(set, set.replace("- news.example.com\n", "- news.example.com\n    - finance.yahoo.com\n"), {
    code: CODE,
  });
  const typo = `${gateway("egress", "./finance.yaho.com # typo")}---\n${service("finance.yahoo.com", "egress")}`;
  checkRepair(typo, typo.replace("finance.yaho.com", "finance.yahoo.com"), { code: CODE });
});

test("a gateway that serves none of the hosts is pointed at, when another serves them", () => {
  checkFindings(
    `${gateway("one", "'*.yahoo.com'")}---
${gateway("two", "'*.example.com'")}---
${service("finance.yahoo.com", "one, two").replace("gateways: [one, two]\n", "gateways: [one, two]\n  #               ^^^ warning gateway-host-not-exposed\n")}`,
    { codes: [CODE] },
  );
});

test("a Gateway may keep its hosts for one namespace", () => {
  const set = `${gateway("egress", "./finance.yahoo.com", "bank")}---
${service("finance.yahoo.com\n  #       ^^^^^^^^^^^^^^^^^ warning gateway-host-not-exposed\n  ", "bank/egress")}`;
  checkFindings(set, { codes: [CODE] });
  checkNoRepair(set, { code: CODE });
});

test("hosts beside those of the gateway are for the mesh, unless the sidecars send them there", () => {
  checkFindings(
    `${gateway("ingress", "shop.example.com")}---\n${service("shop.example.com, shop", "ingress, mesh", "shop")}`,
    {
      codes: [CODE],
    },
  );
  const hop = "istio-egressgateway.istio-system.svc.cluster.local";
  const hosts = "finance.yahoo.com, news.example.com";
  checkFindings(
    `${gateway("egress", "finance.yahoo.com")}---
${service(hosts, "egress, mesh", hop).replace(`[${hosts}]\n`, `[${hosts}]\n  #                          ^^^^^^^^^^^^^^^^ warning gateway-host-not-exposed\n`)}`,
    { codes: [CODE] },
  );
});

test("a Gateway that no file shows may serve anything", () => {
  checkFindings(`${gateway("one", "news.example.com")}---\n${service("finance.yahoo.com", "one, elsewhere/two")}`, {
    codes: [CODE],
  });
});
