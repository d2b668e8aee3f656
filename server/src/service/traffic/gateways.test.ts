// What listens on a gateway's pods when several Gateways select them, and which servers are left out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { snapshotOf } from "../../../../test/support/check";
import { set } from "../../../../test/support/egress-set";
import { readFixture } from "../../../../test/support/fixture";
import { EGRESS, gateway, service } from "../../../../test/support/resources";
import { gatewayBehind, gatewayServersFor, gatewayWorkload, serverKind } from "./gateways";
import { viewOf } from "../workspace/view";

const HTTP = (port: number, hosts: string): string =>
  `{port: {number: ${port}, name: http-${port}, protocol: HTTP}, hosts: [${hosts}]}`;
const HTTPS = (port: number, hosts: string, more = "mode: SIMPLE, credentialName: c"): string =>
  `{port: {number: ${port}, name: https-${port}, protocol: HTTPS}, tls: {${more}}, hosts: [${hosts}]}`;
const TCP = (port: number): string => `{port: {number: ${port}, name: tcp-${port}, protocol: TCP}, hosts: ['*']}`;

interface Merge {
  readonly title: string;
  readonly source: string;
  readonly expected: readonly string[];
}

const MERGES: readonly Merge[] = [
  {
    title: "plain servers share a port and its routes",
    source: set(gateway("a", "shop", HTTP(80, "a.example")), gateway("b", "shop", HTTP(80, "b.example"))),
    expected: ["8080 a http http.8080", "8080 b http http.8080"],
  },
  {
    title: "a port that the Service does not translate is bound as it is",
    source: gateway("a", "shop", HTTP(9090, "a.example")),
    expected: ["9090 a http http.9090"],
  },
  {
    title: "plain and TLS do not mix: the older Gateway keeps the port",
    source: set(gateway("a", "shop", HTTP(80, "a.example")), gateway("b", "shop", HTTPS(80, "b.example"))),
    expected: ["8080 a http http.8080", "dropped b other-protocol after a"],
  },
  {
    title: "HTTP behind TLS shares the port",
    source: set(gateway("a", "shop", HTTPS(443, "a.example")), gateway("b", "shop", HTTP(443, "b.example"))),
    expected: ["8443 a https https.443.https-443.a.shop", "8443 b http http.8443"],
  },
  {
    title: "TLS servers share a port by their hosts",
    source: set(gateway("a", "shop", HTTPS(443, "a.example")), gateway("b", "shop", HTTPS(443, "b.example"))),
    expected: ["8443 a https https.443.https-443.a.shop", "8443 b https https.443.https-443.b.shop"],
  },
  {
    title: "the same host twice is left out",
    source: set(gateway("a", "shop", HTTPS(443, "a.example")), gateway("b", "shop", HTTPS(443, "a.example"))),
    expected: ["8443 a https https.443.https-443.a.shop", "dropped b duplicate-tls-hosts after a"],
  },
  {
    title: "a second TCP server is left out",
    source: set(gateway("a", "shop", TCP(9000)), gateway("b", "shop", TCP(9000))),
    expected: ["9000 a tcp -", "dropped b second-tcp after a"],
  },
  {
    title: "a Service among the files tells the ports",
    source: set(
      gateway("a", "shop", HTTP(80, "a.example")),
      service(
        "istio-egressgateway",
        "istio-system",
        "selector: {istio: egressgateway}, ports: [{port: 80, targetPort: 80}]",
      ),
    ),
    expected: ["80 a http http.80"],
  },
];

for (const { title, source, expected } of MERGES) {
  test(title, () => {
    const view = viewOf(snapshotOf(readFixture(source)), "");
    const workload = gatewayBehind(view, EGRESS);
    assert.ok(workload !== undefined);
    const merged = gatewayServersFor(view, workload);
    const listening = [...merged.byPort.values()]
      .flat()
      .map(({ port, gateway: owner, server, routeConfig }) =>
        [port, owner.name?.value, serverKind(server), routeConfig ?? "-"].join(" "),
      );
    const dropped = merged.dropped.map(
      ({ gateway: owner, reason, because }) =>
        `dropped ${owner.name?.value ?? ""} ${reason} after ${because.gateway.name?.value ?? ""}`,
    );
    assert.deepEqual([...listening, ...dropped], expected);
  });
}

test("a Gateway leads to the pods it selects", () => {
  const view = viewOf(snapshotOf(readFixture(gateway("a", "shop", HTTP(80, "a.example")))), "");
  const [found] = view.all("Gateway");
  assert.ok(found !== undefined);
  assert.equal(gatewayWorkload(view, found)?.name, "istio-system/istio-egressgateway");
});
