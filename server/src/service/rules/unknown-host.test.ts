import { test } from "node:test";
import { checkExamples, checkFindings, checkNoRepair, checkRepair } from "../../../../test/support/check";
import { rule } from "./unknown-host";

const CODE = "unknown-host";

test("the examples hold", () => {
  checkExamples(rule);
});

const ENTRY = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: finance-yahoo-com
spec:
  hosts:
  - finance.yahoo.com
  location: MESH_EXTERNAL
  ports:
  - number: 80
    name: http
    protocol: HTTP
  - number: 443
    name: https
    protocol: HTTPS
  resolution: DNS
`;

const GATEWAY = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: finance-egress
spec:
  selector:
    istio: egressgateway
  servers:
  - port:
      number: 80
      name: http
      protocol: HTTP
    hosts:
    - finance.yahoo.com
`;

const SERVICE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: finance
spec:
  hosts:
  - finance.yahoo.com
  gateways:
  - finance-egress
  - mesh
  http:
  - match:
    - gateways:
      - mesh
      port: 80
    route:
    - destination:
        host: istio-egressgateway.istio-system.svc.cluster.local
        port:
          number: 80
  - match:
    - gateways:
      - finance-egress
      port: 80
    route:
    - destination:
        host: finance.yahoo.com
        port:
          number: 443
`;

test("the missing ServiceEntry of a set is written with the ports its routes use", () => {
  checkRepair(`${GATEWAY}---\n${SERVICE}`, `${GATEWAY}---\n${SERVICE}---\n${ENTRY}`, { code: CODE });
});

test("a misspelt destination becomes the host of the VirtualService", () => {
  const typo = SERVICE.replace("host: finance.yahoo.com", 'host: "finance.yaho.com"');
  checkFindings(
    `${ENTRY}---\n${GATEWAY}---\n${typo.replace('yaho.com"\n', 'yaho.com"\n        #     ^^^^^^^^^^^^^^^^^^ warning unknown-host\n')}`,
    { codes: [CODE] },
  );
  checkRepair(
    `${ENTRY}---\n${GATEWAY}---\n${typo}`,
    `${ENTRY}---\n${GATEWAY}---\n${typo.replace("yaho.com", "yahoo.com")}`,
    { code: CODE },
  );
});

test("a ServiceEntry that nothing uses is the one with the typo", () => {
  const wrong = ENTRY.replace("- finance.yahoo.com", "- finance.yahoo.co");
  checkRepair(`${wrong}---\n${GATEWAY}---\n${SERVICE}`, `${ENTRY}---\n${GATEWAY}---\n${SERVICE}`, { code: CODE });
});

test("a misspelt egress gateway is the one that Istio ships", () => {
  const typo = SERVICE.replace("istio-egressgateway.", "istio-egresgateway.");
  checkRepair(`${ENTRY}---\n${GATEWAY}---\n${typo}`, `${ENTRY}---\n${GATEWAY}---\n${SERVICE}`, { code: CODE });
});

test("a Service's name needs its ending", () => {
  const service = `apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  ports: [{ port: 80, name: http }]
`;
  const route = (host: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
  - route: [{ destination: { host: ${host} } }]
`;
  checkRepair(`${service}---\n${route("reviews.shop")}`, `${service}---\n${route("reviews.shop.svc.cluster.local")}`, {
    code: CODE,
  });
  checkFindings(`${service}---\n${route("reviews")}`, { codes: [CODE] });
  checkRepair(route("ratings.shop"), route("ratings.shop.svc.cluster.local"), { code: CODE });
  checkRepair(route("ratings.bank.svc"), route("ratings.bank.svc.cluster.local"), { code: CODE });
});

test("a gateway that no file shows can be described in the settings", () => {
  const custom = SERVICE.replace("istio-egressgateway.istio-system", "way-out.egress");
  const place = "svc.cluster.local\n";
  checkFindings(
    `${ENTRY}---\n${GATEWAY}---\n${custom.replace(place, `${place}        #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information unknown-host\n`)}`,
    { codes: [CODE] },
  );
  checkFindings(`${ENTRY}---\n${GATEWAY}---\n${custom}`, {
    codes: [CODE],
    settings: {
      gateways: [
        {
          name: "way-out",
          namespace: "egress",
          labels: { istio: "egressgateway" },
          ports: [{ port: 80, targetPort: 8080 }],
        },
      ],
    },
  });
});

test("what may live in the cluster is a note at most", () => {
  const route = (host: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: news }
spec:
  hosts: [news]
  http:
  - route:
    - destination:
        host: ${host}
`;
  checkFindings(route("api.example.com\n        #     ^^^^^^^^^^^^^^^ hint unknown-host"), { codes: [CODE] });
  checkFindings(route("reviews"), { codes: [CODE] });
  checkFindings(route("api.example.com"), { codes: [CODE], settings: { mesh: { knownHosts: ["*.example.com"] } } });
  checkNoRepair(
    route("reviews\n---\napiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { ports: [{ port: 1 }] }"),
    {
      code: CODE,
      title: "Create",
    },
  );
});

test("a declaration hidden from the clients is named", () => {
  const hidden = ENTRY.replace("name: finance-yahoo-com\n", "name: finance-yahoo-com\n  namespace: bank\n").replace(
    "spec:\n",
    "spec:\n  exportTo: ['.']\n",
  );
  const route = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: finance, namespace: shop }
spec:
  hosts: [finance.yahoo.com]
  http:
  - route:
    - destination:
        host: finance.yahoo.com
        #     ^^^^^^^^^^^^^^^^^ warning unknown-host
        port: { number: 443 }
`;
  checkFindings(`${hidden}---\n${route}`, { codes: [CODE] });
});

test("templates among the ServiceEntries prove nothing absent", () => {
  checkFindings(`${ENTRY.replace("- finance.yahoo.com", '- "{{ .Values.host }}"')}---\n${GATEWAY}---\n${SERVICE}`, {
    codes: [CODE],
  });
});

test("a word that a ServiceEntry declares as it stands is another host here", () => {
  checkFindings(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ext }
spec:
  hosts: [ext]
  ports: [{ number: 443, name: https, protocol: HTTPS }]
  resolution: STATIC
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ext }
spec:
  hosts: [ext.example.com]
  http:
  - route:
    - destination:
        host: ext
        #     ^^^ warning unknown-host
`,
    { codes: ["unknown-host", "destination-rule-host-unknown"] },
  );
});
