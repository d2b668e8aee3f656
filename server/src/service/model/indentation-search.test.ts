// Where the structure puts a line when several objects and lists are open.
import { describe, test } from "node:test";
import { checkRebuilt, resource } from "../../../../test/support/check-indentation";

describe("structure decides where a line belongs", () => {
  const cases: Readonly<Record<string, string>> = {
    "metadata and its maps": `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  labels:
    app: shop
    team: "a: b"
  name: shop
  annotations:
    example.com/note: kept
  namespace: shop
spec:
  workloadSelector:
    labels:
      app: shop
  egress:
  - port:
      number: 9080
      protocol: HTTP
      name: egresshttp
    bind: 192.0.2.1
    hosts:
    - "shop/*"
  - hosts:
    - "istio-system/*"
  outboundTrafficPolicy:
    mode: REGISTRY_ONLY
`,
    "http of a connection pool, tls of a port": resource(
      "DestinationRule",
      "  host: api.example.com",
      "  trafficPolicy:",
      "    connectionPool:",
      "      tcp:",
      "        maxConnections: 10",
      "        tcpKeepalive:",
      "          time: 7200s",
      "          interval: 75s",
      "      http:",
      "        maxRetries: 3",
      "    outlierDetection:",
      "      consecutive5xxErrors: 7",
      "      interval: 5m",
      "    portLevelSettings:",
      "    - port:",
      "        number: 443",
      "      tls:",
      "        mode: SIMPLE",
      "        subjectAltNames:",
      "        - api.example.com",
      "    - port:",
      "        number: 8443",
      "      loadBalancer:",
      "        localityLbSetting:",
      "          distribute:",
      "          - from: us-west/zone1/*",
      "            to:",
      '              "us-west/zone1/*": 80',
      '              "us-west/zone2/*": 20',
      "  exportTo:",
      '  - "."',
    ),
    "hosts of servers, tls of servers": resource(
      "Gateway",
      "  servers:",
      "  - hosts:",
      "    - a.example.com",
      "    port:",
      "      name: https",
      "      number: 443",
      "      protocol: HTTPS",
      "    tls:",
      "      mode: ISTIO_MUTUAL",
      "  - hosts:",
      "    - b.example.com",
      "    name: second",
      "    port:",
      "      name: tls",
      "      number: 8443",
      "      protocol: TLS",
      "  selector:",
      "    istio: egressgateway",
    ),
    "a route with much inside": resource(
      "VirtualService",
      "  hosts:",
      "  - api.example.com",
      "  http:",
      "  - match:",
      "    - uri:",
      "        prefix: /v1",
      "      headers:",
      "        end-user:",
      "          exact: jason",
      "        :authority:",
      "          prefix: api",
      "      sourceLabels:",
      "        app: shop",
      "      gateways:",
      "      - mesh",
      "    - uri:",
      "        exact: /v2",
      "    rewrite:",
      "      uri: /",
      "    fault:",
      "      delay:",
      "        percentage:",
      "          value: 0.1",
      "        fixedDelay: 5s",
      "      abort:",
      "        httpStatus: 503",
      "    retries:",
      "      attempts: 3",
      "      perTryTimeout: 2s",
      "    route:",
      "    - destination:",
      "        host: api.example.com",
      "        subset: v1",
      "      weight: 90",
      "      headers:",
      "        request:",
      "          set:",
      "            x-version: v1",
      "    - destination:",
      "        host: api.example.com",
      "      weight: 10",
      "    timeout: 5s",
      "  - redirect:",
      "      uri: /gone",
      "  tls:",
      "  - match:",
      "    - port: 443",
      "      sniHosts:",
      "      - api.example.com",
      "    route:",
      "    - destination:",
      "        host: api.example.com",
    ),
    "endpoints with ports and labels": resource(
      "ServiceEntry",
      "  hosts:",
      "  - db.example.com",
      "  ports:",
      "  - number: 27018",
      "    name: mongo",
      "    protocol: MONGO",
      "    targetPort: 27017",
      "  location: MESH_INTERNAL",
      "  resolution: STATIC",
      "  endpoints:",
      "  - address: 192.0.2.1",
      "    ports:",
      "      mongo: 27018",
      "    labels:",
      "      app: db",
      "      zone: a",
      "    weight: 5",
      "  - address: 192.0.2.2",
      "  subjectAltNames:",
      "  - spiffe://cluster.local/ns/db",
    ),
    "a list of resources": `apiVersion: v1
items:
- apiVersion: networking.istio.io/v1
  kind: ServiceEntry
  metadata:
    name: a
  spec:
    hosts:
    - a.example.com
    ports:
    - name: http
      number: 80
- apiVersion: networking.istio.io/v1
  kind: ProxyConfig
  metadata:
    name: b
  spec:
    selector:
      matchLabels:
        app: b
    environmentVariables:
      LEVEL: debug
kind: List
metadata:
  resourceVersion: ""
`,
  };
  for (const [name, text] of Object.entries(cases)) {
    test(name, () => {
      checkRebuilt(text);
    });
  }
});
