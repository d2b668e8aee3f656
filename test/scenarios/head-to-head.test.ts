// Twenty-five mistakes, each seeded into a set of its own, that the tools of the trade miss most of. Each is reported once or more with the right code
// at the right place, the sound set is silent, and where there is a repair, repairing leaves a set without errors and warnings.
import assert from "node:assert/strict";
import { test } from "node:test";
import { repairAll } from "../../server/src/service/index";
import { allFindings, rethrow, snapshotOf } from "../support/check";
import { readFixture } from "../support/fixture";

const entry = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: edition-cnn-com
  namespace: istio-egress
spec:
  hosts:
  - edition.cnn.com
  location: MESH_EXTERNAL
  ports:
  - number: 80
    name: http-port
    protocol: HTTP
  - number: 443
    name: https-port
    protocol: HTTPS
  resolution: DNS
`;
const gateway = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: cnn-egressgateway
  namespace: istio-egress
spec:
  selector:
    istio: egressgateway
  servers:
  - port:
      number: 80
      name: https-port-for-tls-origination
      protocol: HTTPS
    hosts:
    - edition.cnn.com
    tls:
      mode: ISTIO_MUTUAL
`;
const toGateway = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: egressgateway-for-cnn
  namespace: istio-egress
spec:
  host: istio-egressgateway.istio-system.svc.cluster.local
  subsets:
  - name: cnn
    trafficPolicy:
      loadBalancer:
        simple: ROUND_ROBIN
      portLevelSettings:
      - port:
          number: 80
        tls:
          mode: ISTIO_MUTUAL
          sni: edition.cnn.com
`;
const route = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: direct-cnn-through-egress-gateway
  namespace: istio-egress
spec:
  hosts:
  - edition.cnn.com
  gateways:
  - cnn-egressgateway
  - mesh
  http:
  - match:
    - gateways:
      - mesh
      port: 80
    route:
    - destination:
        host: istio-egressgateway.istio-system.svc.cluster.local
        subset: cnn
        port:
          number: 80
      weight: 100
  - match:
    - gateways:
      - cnn-egressgateway
      port: 80
    route:
    - destination:
        host: edition.cnn.com
        port:
          number: 443
      weight: 100
`;
const originate = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: originate-tls-for-edition-cnn-com
  namespace: istio-egress
spec:
  host: edition.cnn.com
  trafficPolicy:
    portLevelSettings:
    - port:
        number: 443
      tls:
        mode: SIMPLE
`;

interface Documents {
  readonly entry: string;
  readonly gateway: string;
  readonly toGateway: string;
  readonly route: string;
  readonly originate: string;
}
const sound: Documents = { entry, gateway, toGateway, route, originate };

interface Mistake {
  readonly name: string;
  readonly change: Partial<Documents>;
  readonly code: string;
  /** The text that the finding stands on. */
  readonly on: string;
  /** False where what is missing cannot be known from the rest. */
  readonly repaired?: false;
  /** Requests take the same way as without it, so that it is told as information. */
  readonly harmless?: true;
}

const mistakes: readonly Mistake[] = [
  {
    name: "M01 unknown key",
    change: { originate: originate.replace("portLevelSettings", "portLevelSetting") },
    code: "unknown-field",
    on: "portLevelSetting",
  },
  {
    name: "M02 enum in lower case",
    change: { originate: originate.replace("SIMPLE", "simple") },
    code: "unknown-value",
    on: "simple",
  },
  {
    name: "M03 quoted port",
    change: { originate: originate.replace("443", '"443"') },
    code: "wrong-type",
    on: '"443"',
  },
  {
    name: "M04 hosts as a scalar",
    change: { entry: entry.replace("hosts:\n  - edition", "hosts: edition") },
    code: "wrong-type",
    on: "edition.cnn.com",
  },
  {
    name: "M05 port beyond 65535",
    change: { entry: entry.replace("number: 443", "number: 70443") },
    code: "invalid-port",
    on: "70443",
    repaired: false,
  },
  {
    name: "M06 MUTUAL without a certificate",
    change: { originate: originate.replace("SIMPLE", "MUTUAL") },
    code: "client-tls-settings",
    on: "MUTUAL",
    repaired: false,
  },
  {
    name: "M07 HTTPS server without tls",
    change: { gateway: gateway.replace("    tls:\n      mode: ISTIO_MUTUAL\n", "") },
    code: "server-needs-tls-settings",
    on: "HTTPS",
  },
  {
    name: "M08 no DestinationRule that originates TLS",
    change: { originate: "" },
    code: "missing-tls-origination",
    on: "443",
  },
  { name: "M09 no ServiceEntry", change: { entry: "" }, code: "unknown-host", on: "edition.cnn.com" },
  { name: "M10 no Gateway", change: { gateway: "" }, code: "unknown-gateway", on: "cnn-egressgateway" },
  {
    name: "M11 misspelt gateway",
    change: { route: route.replaceAll("- cnn-egressgateway", "- cnn-egresgateway") },
    code: "unknown-gateway",
    on: "cnn-egresgateway",
  },
  {
    name: "M12 match.gateways not in gateways",
    change: { route: route.replace("  - cnn-egressgateway\n  - mesh", "  - cnn-egressgateway") },
    code: "match-gateway-not-listed",
    on: "mesh",
  },
  {
    name: "M13 Gateway without the host",
    change: { gateway: gateway.replace("- edition.cnn.com", "- www.cnn.com") },
    code: "gateway-host-not-exposed",
    on: "edition.cnn.com",
  },
  {
    name: "M14 missing subset",
    change: { toGateway: toGateway.replace("name: cnn\n", "name: cnn2\n") },
    code: "unknown-subset",
    on: "cnn",
  },
  {
    name: "M15 misspelt host of the DestinationRule",
    change: { originate: originate.replace("edition.cnn.com\n  traffic", "edition.cnn.co\n  traffic") },
    code: "destination-rule-host-unknown",
    on: "edition.cnn.co",
  },
  {
    name: "M16 ServiceEntry without port 443",
    change: { entry: entry.replace("  - number: 443\n    name: https-port\n    protocol: HTTPS\n", "") },
    code: "unknown-port",
    on: "443",
  },
  {
    name: "M17 TLS on a port that is not used",
    change: { originate: originate.replace("443", "8443") },
    code: "tls-origination-on-unused-port",
    on: "8443",
  },
  {
    name: "M17 seen from the route",
    change: { originate: originate.replace("443", "8443") },
    code: "missing-tls-origination",
    on: "443",
  },
  {
    name: "M18 no mutual TLS on the hop",
    change: { toGateway: "", route: route.replace("        subset: cnn\n", "") },
    code: "gateway-hop-tls-mismatch",
    on: "80",
  },
  {
    name: "M18 a subset without TLS on the hop",
    change: { toGateway: toGateway.slice(0, toGateway.indexOf("      portLevelSettings")) },
    code: "gateway-hop-tls-mismatch",
    on: "80",
  },
  {
    name: "M19 double TLS",
    change: {
      gateway: gateway
        .replace("protocol: HTTPS", "protocol: TLS")
        .replace("mode: ISTIO_MUTUAL", "mode: PASSTHROUGH")
        .replace("number: 80", "number: 443"),
      toGateway: "",
      route: route
        .replace("http:", "tls:")
        .replaceAll("port: 80", "port: 443\n      sniHosts:\n      - edition.cnn.com")
        .replace("        subset: cnn\n", "")
        .replace("number: 80", "number: 443"),
    },
    code: "double-tls",
    on: "SIMPLE",
    repaired: false,
  },
  {
    name: "M20 TLS switched off",
    change: { originate: originate.replace("SIMPLE", "DISABLE") },
    code: "tls-origination-disabled",
    on: "DISABLE",
  },
  {
    name: "M21 rule for another port than the Gateway's",
    change: { route: route.replace("- cnn-egressgateway\n      port: 80", "- cnn-egressgateway\n      port: 443") },
    code: "gateway-port-mismatch",
    on: "443",
  },
  {
    name: "M22 external host declared internal",
    change: { entry: entry.replace("MESH_EXTERNAL", "MESH_INTERNAL") },
    code: "external-host-declared-internal",
    on: "MESH_INTERNAL",
    harmless: true,
  },
  {
    name: "M23 certificate not checked",
    change: { originate: originate.replace("mode: SIMPLE", "mode: SIMPLE\n        insecureSkipVerify: true") },
    code: "certificate-check-skipped",
    on: "true",
  },
  {
    name: "M24 server name of another host",
    change: { originate: originate.replace("mode: SIMPLE", "mode: SIMPLE\n        sni: www.example.com") },
    code: "sni-does-not-match-host",
    on: "www.example.com",
  },
  {
    name: "M25 second ServiceEntry with another protocol",
    change: {
      entry: `${entry}---\n${entry.replace("name: edition-cnn-com", "name: cnn-again").replace("protocol: HTTPS", "protocol: TCP")}`,
    },
    code: "conflicting-service-entries",
    on: "TCP",
    repaired: false,
  },
];

const textOf = (documents: Documents): string =>
  Object.values(documents)
    .filter((text) => text !== "")
    .join("---\n");
const serious = (severity: string): boolean => severity === "error" || severity === "warning";

test("M00 the sound set is silent", () => {
  const found = allFindings(snapshotOf(readFixture(textOf(sound))));
  assert.deepEqual(
    found.filter(({ severity }) => serious(severity)).map(({ rule }) => rule.code),
    [],
  );
});

for (const { name, change, code, on, repaired, harmless } of mistakes) {
  test(name, () => {
    const snapshot = snapshotOf(readFixture(textOf({ ...sound, ...change })));
    const found = allFindings(snapshot).filter(({ severity }) =>
      harmless === true ? severity === "information" : serious(severity),
    );
    const places = found.map(
      ({ rule, document, finding }) => `${rule.code} on ${document.text.slice(finding.at.start, finding.at.end)}`,
    );
    assert.ok(
      places.includes(`${code} on ${on}`),
      `expected ${code} on ${on}, found: ${places.join(" | ") || "nothing"}`,
    );
    if (repaired === false) return;
    const after = repairAll(
      snapshot,
      snapshot.files().map((file) => file.uri),
      { onCrash: rethrow },
    ).snapshot;
    assert.deepEqual(
      allFindings(after)
        .filter(({ severity }) => serious(severity))
        .map(({ rule, finding }) => `${rule.code} ${JSON.stringify(finding.args)}`),
      [],
      after.files()[0]?.text,
    );
  });
}
