// One mistake, one finding: each slip is made in a set that is sound otherwise, and is told once, with the right code at the right place; nothing else
// is above information. The safe repairs leave a set without errors and warnings.
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildScaffold, repairAll, scaffoldVariant } from "../../server/src/service/index";
import { allFindings, rethrow, snapshotOf } from "../support/check";

const HOP = "istio-egressgateway.istio-system.svc.cluster.local";

function sound(id: string): string {
  const variant = scaffoldVariant(id);
  assert.ok(variant !== undefined, id);
  return buildScaffold(variant);
}

const mutual = sound("istio-mutual");
const classic = sound("classic");
const wildcard = sound("wildcard");

/** A set with one text replaced where it stands first; the text must be there. */
function changed(from: string | RegExp, to: string, set = mutual): string {
  const after = set.replace(from, to);
  assert.notEqual(after, set, `nothing to change: ${String(from)}`);
  return after;
}

interface Slip {
  readonly name: string;
  readonly set: string;
  readonly code: string;
  /** The text that the finding stands on. */
  readonly on: string;
}

const slips: readonly Slip[] = [
  {
    name: "the Gateway lives in another namespace",
    set: changed(/(kind: Gateway\n.*\n.*\n {2}namespace: )default/, "$1istio-system", classic),
    code: "unknown-gateway",
    on: "finance-yahoo-com-egress",
  },
  {
    name: "mesh is forgotten",
    set: changed("  - mesh\n  http", "  http"),
    code: "match-gateway-not-listed",
    on: "mesh",
  },
  {
    name: "the Gateway selects the ingress gateway",
    set: changed("istio: egressgateway", "istio: ingressgateway"),
    code: "egress-selector-matches-nothing",
    on: "ingressgateway",
  },
  {
    name: "the Gateway's label has a dash too many",
    set: changed("istio: egressgateway", "istio: egress-gateway"),
    code: "egress-selector-matches-nothing",
    on: "egress-gateway",
  },
  {
    name: "the host is not looked up",
    set: changed("resolution: DNS", "resolution: NONE"),
    code: "gateway-leg-needs-resolution",
    on: "NONE",
  },
  {
    name: "the resolution is forgotten",
    set: changed("  resolution: DNS\n", ""),
    code: "gateway-leg-needs-resolution",
    on: "finance.yahoo.com",
  },
  {
    name: "a URL in the ServiceEntry",
    set: changed("hosts:\n  - finance", "hosts:\n  - https://finance"),
    code: "url-instead-of-host",
    on: "https://finance.yahoo.com",
  },
  {
    name: "a URL in the VirtualService",
    set: changed(/(kind: VirtualService[\s\S]*?hosts:\n {2}- )finance/, "$1http://finance"),
    code: "url-instead-of-host",
    on: "http://finance.yahoo.com",
  },
  {
    name: "a URL in the DestinationRule",
    set: changed("host: finance.yahoo.com", "host: finance.yahoo.com:443"),
    code: "url-instead-of-host",
    on: "finance.yahoo.com:443",
  },
  {
    name: "a URL in the Gateway",
    set: changed(/(kind: Gateway[\s\S]*?hosts:\n {4}- )finance/, "$1http://finance"),
    code: "url-instead-of-host",
    on: "http://finance.yahoo.com",
  },
  {
    name: "port 443 is declared as HTTP",
    set: changed("protocol: HTTPS\n  resolution", "protocol: HTTP\n  resolution"),
    code: "https-port-declared-http",
    on: "HTTP",
  },
  {
    name: "port 443 has a name in place of a protocol",
    set: changed("    protocol: HTTPS\n  resolution", "  resolution"),
    code: "protocol-missing",
    on: "443",
  },
  {
    name: "a slip in the ServiceEntry's host",
    set: changed("hosts:\n  - finance.yahoo.com", "hosts:\n  - finance.yaho.com"),
    code: "unknown-host",
    on: "finance.yahoo.com",
  },
  {
    name: "a slip in the VirtualService's host",
    set: changed(/(kind: VirtualService[\s\S]*?hosts:\n {2}- )finance.yahoo.com/, "$1finance.yaho.com"),
    code: "gateway-host-not-exposed",
    on: "finance.yaho.com",
  },
  {
    name: "a slip in the destination's host",
    set: changed("host: finance.yahoo.com\n        port", "host: finance.yaho.com\n        port"),
    code: "unknown-host",
    on: "finance.yaho.com",
  },
  {
    name: "a slip in the gateway's Service",
    set: changed(`host: ${HOP}\n        subset`, `host: ${HOP.replace("egress", "egres")}\n        subset`),
    code: "unknown-host",
    on: HOP.replace("egress", "egres"),
  },
  {
    name: "a slip in the host of the DestinationRule for the hop",
    set: changed(`host: ${HOP}\n  subsets`, `host: ${HOP.replace("egress", "egres")}\n  subsets`),
    code: "destination-rule-host-unknown",
    on: HOP.replace("egress", "egres"),
  },
  {
    name: "the DestinationRule for the hop is forgotten",
    set: changed(
      /apiVersion.*\nkind: DestinationRule\nmetadata:\n {2}name: finance-yahoo-com-to-egress[\s\S]*?---\n/,
      "",
    ),
    code: "unknown-subset",
    on: "finance-yahoo-com",
  },
  {
    name: "the port of the destination is left out",
    set: changed("        port:\n          number: 443", "").trimEnd() + "\n",
    code: "ambiguous-destination-port",
    on: "finance.yahoo.com",
  },
  {
    name: "the one host below the wildcard is not declared",
    set: changed(
      /apiVersion.*\nkind: ServiceEntry\nmetadata:\n.*\n.*\nspec:\n {2}hosts:\n {2}- www[\s\S]*?---\n/,
      "",
      wildcard,
    ),
    code: "wildcard-destination",
    on: "www.wikipedia.org",
  },
  {
    name: "the gateway routes to the wildcard",
    set: changed(/host: www.wikipedia.org/, 'host: "*.wikipedia.org"', wildcard),
    code: "gateway-leg-needs-resolution",
    on: "NONE",
  },
];

const serious = (severity: string): boolean => severity === "error" || severity === "warning";

for (const { name, set, code, on } of slips) {
  test(name, () => {
    const files = [{ uri: "file:///set.yaml", text: set }];
    const snapshot = snapshotOf({ files, expected: [], cursors: [] });
    const found = allFindings(snapshot).filter(({ severity }) => serious(severity));
    assert.deepEqual(
      found.map(
        ({ rule, document, finding }) => `${rule.code} on ${document.text.slice(finding.at.start, finding.at.end)}`,
      ),
      [`${code} on ${on}`],
    );
    const after = repairAll(snapshot, ["file:///set.yaml"], { onCrash: rethrow }).snapshot;
    assert.deepEqual(
      allFindings(after)
        .filter(({ severity }) => serious(severity))
        .map(({ rule, finding }) => `${rule.code} ${JSON.stringify(finding.args)}`),
      [],
      after.file("file:///set.yaml")?.text,
    );
  });
}

test("a gateway of one's own, whose Service no file shows, is worth a note", () => {
  const files = [
    { uri: "file:///set.yaml", text: mutual.replaceAll("istio-egressgateway.istio-system", "way-out.egress") },
  ];
  const found = allFindings(snapshotOf({ files, expected: [], cursors: [] }));
  assert.deepEqual(
    found.map(({ rule, severity }) => `${severity} ${rule.code}`),
    ["information unknown-host"],
  );
});
