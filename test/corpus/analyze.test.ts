// istioctl analyze's own verdicts, for the codes that speak of names and conflicts between resources: each is given here, by the rules that name the
// code in `seeAlso`, on the same resource and on no other. Severities may differ: what may live in the cluster unseen is a note here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_SETTINGS, type LocatedFinding, Snapshot } from "../../server/src/service/index";
import { allFindings } from "../support/check";
import { corpusJson, corpusText, hasCorpus } from "../support/corpus";

interface AnalyzeCase {
  readonly name: string;
  readonly files: readonly string[];
  readonly analyzer: string;
  readonly meshConfig?: string;
  readonly expected: readonly { readonly code: string; readonly resource: string }[];
}

/** The rules that give an analyzer's verdicts, by the code it reports. */
const RULES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "virtualservice.GatewayAnalyzer": {
    IST0101: ["unknown-gateway"],
    IST0132: ["gateway-host-not-exposed", "unknown-gateway"],
  },
  "virtualservice.DestinationHostAnalyzer": {
    IST0101: ["unknown-host", "unknown-port"],
    IST0112: ["ambiguous-destination-port"],
  },
  "virtualservice.DestinationRuleAnalyzer": { IST0101: ["unknown-subset"] },
  "virtualservice.ConflictingMeshGatewayHostsAnalyzer": { IST0109: ["duplicate-virtual-service-host"] },
  "gateway.ConflictingGatewayAnalyzer": { IST0145: ["conflicting-servers"] },
  "serviceentry.ProtocolAddressesAnalyzer": { IST0134: ["tcp-port-captures-all", "protocol-missing"] },
  "serviceentry.ConflictingServiceEntryProtocolAnalyzer": { IST0177: ["conflicting-service-entries"] },
  "deprecation.FieldAnalyzer": { IST0002: ["deprecated-field"] },
  "schemaValidation.CollectionValidationAnalyzer(collections.VirtualService)": {
    IST0130: ["unreachable-route"],
  },
};

/** Codes that one rule of ours says as one: a whole route, or one of its matches, is never reached. */
const SAME: Readonly<Record<string, string>> = { IST0131: "IST0130" };

/** The analyzers whose verdicts are not compared, with the reason. */
const NOT_COMPARED: Readonly<Record<string, string>> = {
  "destinationrule.CaCertificateAnalyzer":
    "It still says that a proxy without caCertificates checks nothing. Since 1.22 the proxy checks against the system's certificates then (VERIFY_CERTIFICATE_AT_CLIENT), so there is no fault.",
  "gateway.IngressGatewayPortAnalyzer":
    "About a Gateway by itself, for callers outside the mesh. Here a missing port of the gateway's Service is told where a route leads to it (gateway-port-mismatch).",
  "gateway.SecretAnalyzer": "About certificates that ingress gateways show to their callers.",
  "gateway.CertificateAnalyzer": "About certificates that ingress gateways show to their callers.",
  "injection.ImageAnalyzer": "About pods, which say nothing of egress.",
  "authz.AuthorizationPoliciesAnalyzer": "AuthorizationPolicy is not read; a trace names it as an assumption.",
  "conditions.ConditionAnalyzer": "About the status that a cluster writes, which files do not have.",
};

/** Where we deliberately judge otherwise, as `case: code resource`, with the reason. */
const DISAGREEMENTS: Readonly<Record<string, string>> = {
  "missing Addresses and Protocol in Service Entry with ISTIO_META_DNS_AUTO_ALLOCATE enabled: IST0134 ServiceEntry default/service-entry-test-03":
    "An address of its own keeps other hosts' connections away, but without a protocol TLS is still forwarded as plain TCP.",
  "missing Addresses and Protocol in Service Entry with ISTIO_META_DNS_AUTO_ALLOCATE enabled: IST0134 ServiceEntry default/service-entry-test-04":
    "As above; the protocol is an empty text.",
  "deprecation: IST0002 Sidecar default/no-selector":
    "istioctl calls outboundTrafficPolicy.egressProxy ignored, but istiod sends unknown traffic there (networking/core/route, EgressProxy).",
  "dupmatches: IST0130 VirtualService uri-with-prefix-exact":
    "An exact path below a prefix that an earlier route takes is never reached; istioctl only compares equal matches.",
};

/** What the case's mesh configuration says; that file is not part of the corpus. */
const DNS_ALLOCATION = `apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data:
  mesh: |
    defaultConfig:
      proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true", ISTIO_META_DNS_AUTO_ALLOCATE: "true" }
`;

/** `Kind namespace/name`, the default namespace left out as in the manifest. */
function nameOf({ resource }: LocatedFinding): string {
  const name = resource?.name?.value ?? "";
  const namespace = resource?.namespaceField?.value;
  return `${resource?.kind.value ?? ""} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

function verdicts(entry: AnalyzeCase, rules: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const files = entry.files.map((file) => ({
    uri: `file:///${file.split("/").at(-1) ?? file}`,
    text: corpusText(`analyze-testdata/${file}`),
  }));
  const mesh = entry.meshConfig === undefined ? [] : [{ uri: "file:///mesh.yaml", text: DNS_ALLOCATION }];
  const found = allFindings(Snapshot.empty(DEFAULT_SETTINGS).apply([...files, ...mesh]));
  return Object.entries(rules).flatMap(([code, codes]) =>
    found.flatMap((located) => {
      if (!codes.includes(located.rule.code)) return [];
      assert.ok(located.rule.seeAlso.includes(code), `${located.rule.code} does not name ${code}`);
      return [`${code} ${nameOf(located)}`];
    }),
  );
}

test("the same verdicts as istioctl analyze", (t) => {
  if (!hasCorpus(t)) return;
  const all = corpusJson("analyze-cases.json") as readonly AnalyzeCase[];
  const cases = all.filter(({ analyzer }) => Object.hasOwn(RULES, analyzer));
  const unnamed = all.filter(
    ({ analyzer }) => !Object.hasOwn(RULES, analyzer) && !Object.hasOwn(NOT_COMPARED, analyzer),
  );
  assert.deepEqual(
    unnamed.map(({ analyzer }) => analyzer),
    [],
  );
  const problems: string[] = [];
  const used = new Set<string>();
  let agreed = 0;
  for (const entry of cases) {
    const rules = RULES[entry.analyzer] ?? {};
    const wanted = new Set(
      entry.expected
        .map(({ code, resource }) => ({ code: SAME[code] ?? code, resource }))
        .filter(({ code }) => Object.hasOwn(rules, code))
        .map(({ code, resource }) => `${code} ${resource}`),
    );
    const given = new Set(verdicts(entry, rules));
    const wrong = [
      ...[...wanted].filter((verdict) => !given.has(verdict)).map((verdict) => ({ verdict, what: "missing" })),
      ...[...given].filter((verdict) => !wanted.has(verdict)).map((verdict) => ({ verdict, what: "not istioctl's" })),
    ];
    if (wrong.length === 0) agreed++;
    for (const { verdict, what } of wrong) {
      const key = `${entry.name}: ${verdict}`;
      if (Object.hasOwn(DISAGREEMENTS, key)) used.add(key);
      else problems.push(`${key} (${what})`);
    }
  }
  console.log(`istioctl analyze: ${agreed} of ${cases.length} cases agree in full`);
  const stale = Object.keys(DISAGREEMENTS).filter(
    (key) => cases.some(({ name }) => key.startsWith(`${name}:`)) && !used.has(key),
  );
  assert.deepEqual({ problems, stale }, { problems: [], stale: [] });
});
