// What rules say and what traces follow is one: over every change of one value in every set that can be written, over a sample of two changes, and
// over the corpora. A request that the files evidently mean and that fails is told; a rule that speaks of requests has one that fails or goes astray;
// one mistake is told once. `PARITY=all npm run unit -- parity` follows all pairs of changes, for hours.
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildScaffold, type LocatedFinding, scaffoldVariants, viewOf } from "../../server/src/service/index";
import { missedIntent } from "../../server/src/service/traffic/intent";
import { allFindings } from "../support/check";
import { oneValueChanges } from "../support/changes";
import { corpusJson, corpusText, hasCorpus } from "../support/corpus";
import { broken, fails, followed, type FollowedSet, ofText } from "../support/parity";

const PAIRS = 2000;

/** Rules that speak of requests though those that the set raises arrive: what they say is true of others. */
const OF_OTHER_REQUESTS: Readonly<Record<string, string>> = {
  "credential-ignored-on-sidecar":
    "a sidecar that uses the rule drops its TLS, though the requests of this set take another way",
  "certificate-check-skipped": "the request arrives, at whoever answers",
  "external-host-declared-internal": "the location changes what Istio counts and measures, not where requests go",
  "https-port-declared-http": "HTTPS of the apps to the port is not recognised; this set calls http",
  "protocol-missing": "the port's protocol is guessed from the first bytes, and the guess holds for these requests",
  "ambiguous-destination-port": "the request takes the port it came to, and the author probably meant another",
  "conflicting-service-entries": "which declaration counts hangs on their age",
  "unknown-gateway": "requests that the mesh does not lead to the missing Gateway arrive",
  "unknown-host": "a destination without a declaration that these requests do not take",
  "unreachable-route": "no request takes the route, that is the finding",
  "match-gateway-not-listed": "the match never holds, and these requests take another rule",
  "egress-selector-matches-nothing": "no request of this set is led to the Gateway",
  "tcp-port-captures-all": "connections of other hosts are taken",
  "gateway-leg-needs-resolution": "the gateway's route fails for whoever reaches it",
};

const UNSEEN_PORT = "the gateway's Service is in no file, and may have the port in the cluster: a note says so";

/** Changes that break a path and are told by less than a warning, with the reason. */
const QUIET: Readonly<Record<string, string>> = {
  "classic | VirtualService finance-yahoo-com-through-egress spec.http.0.route.0.destination.port.number: 80 -> 8443":
    UNSEEN_PORT,
  "istio-mutual | VirtualService finance-yahoo-com-through-egress spec.http.0.route.0.destination.port.number: 80 -> 8443":
    UNSEEN_PORT,
  "mutual | VirtualService finance-yahoo-com-through-egress spec.http.0.route.0.destination.port.number: 443 -> 8443":
    UNSEEN_PORT,
  "passthrough | VirtualService finance-yahoo-com-through-egress spec.tls.0.route.0.destination.port.number: 443 -> 8443":
    UNSEEN_PORT,
  "wildcard | VirtualService wikipedia-org-through-egress spec.tls.0.route.0.destination.port.number: 443 -> 8443":
    UNSEEN_PORT,
  "sidecar | ServiceEntry finance-yahoo-com: left out":
    "a DestinationRule by itself may belong to an entry in another folder",
  "sidecar | DestinationRule finance-yahoo-com-tls: left out":
    "an entry by itself may belong to a rule in another folder",
  "sidecar | DestinationRule finance-yahoo-com-tls metadata.namespace: default -> other":
    "apps of the other namespace get TLS; nothing shows that those of default call the host",
  "sidecar | ServiceEntry finance-yahoo-com spec.ports.0.protocol: HTTP -> TCP":
    "TLS around a TCP port is sound for apps that do not speak HTTP; notes say what differs",
  "passthrough | ServiceEntry finance-yahoo-com: left out": "an entry may be in another folder",
  "passthrough | ServiceEntry finance-yahoo-com spec.hosts: finance.yahoo.com -> istio-egressgateway.istio-system.svc.cluster.local":
    "an entry may be in another folder; a note says that none is here",
  "passthrough | VirtualService finance-yahoo-com-through-egress: left out": "routes may be in another folder",
  "wildcard | VirtualService wikipedia-org-through-egress: left out": "routes may be in another folder",
};

/** Changes that are told more than three times, with the reason. */
const LOUD: Readonly<Record<string, string>> = {
  "passthrough | VirtualService finance-yahoo-com-through-egress spec.hosts: left out":
    "without hosts istiod reads a delegate, and refuses each part that a delegate may not have",
  "wildcard | VirtualService wikipedia-org-through-egress spec.hosts: left out":
    "without hosts istiod reads a delegate, and refuses each part that a delegate may not have",
};

const said = (found: LocatedFinding): string => `${found.severity} ${found.rule.code}`;
const isSerious = ({ severity }: LocatedFinding): boolean => severity === "error" || severity === "warning";

/** Requests of evident callers that fail although nothing above a hint is said about the set. */
function silentFailures({ snapshot, paths }: FollowedSet): readonly string[] {
  const failing = paths.filter(({ standing, trace }) => standing === "caller" && fails(trace));
  if (failing.length === 0 || allFindings(snapshot).some(({ severity }) => severity !== "hint")) return [];
  return failing.map(
    ({ question, trace }) => `${question.target.host}:${question.target.port} ${trace.end?.code ?? ""}`,
  );
}

/** Warnings about requests, though all that the set raises arrive as it means them to. */
function contradictions({ snapshot, all }: FollowedSet): readonly string[] {
  const view = viewOf(snapshot, all[0]?.source.document.uri ?? "");
  const isAstray = all.some((path) => fails(path.trace) || missedIntent(view, path) !== undefined);
  if (isAstray) return [];
  return allFindings(snapshot)
    .filter((found) => isSerious(found) && found.rule.certainty === "seen")
    .filter(({ rule }) => !Object.hasOwn(OF_OTHER_REQUESTS, rule.code))
    .map(said);
}

test("every change of one value", () => {
  const problems: string[] = [];
  const counts = new Map<number, number>();
  const excused = new Set<string>();
  for (const variant of scaffoldVariants) {
    const text = buildScaffold(variant);
    const before = ofText(text);
    for (const change of oneValueChanges(text)) {
      const name = `${variant.id} | ${change.name}`;
      const after = ofText(change.text);
      for (const silent of silentFailures(after)) problems.push(`${name}: nobody tells ${silent}`);
      const damage = broken(before, after.snapshot);
      const serious = allFindings(after.snapshot).filter(isSerious);
      const isRefused = serious.some(({ severity, rule }) => severity === "error" && rule.certainty === "local");
      if (damage.length === 0 && !isRefused) {
        for (const spoken of contradictions(after)) problems.push(`${name}: ${spoken}, though every request arrives`);
        continue;
      }
      counts.set(serious.length, (counts.get(serious.length) ?? 0) + 1);
      if (serious.length === 0 && Object.hasOwn(QUIET, name)) excused.add(name);
      else if (serious.length === 0) problems.push(`${name}: ${damage.join(", ")} without a word`);
      if (serious.length > 3 && Object.hasOwn(LOUD, name)) excused.add(name);
      else if (serious.length > 3)
        problems.push(`${name}: told ${serious.length} times: ${serious.map(said).join(", ")}`);
    }
  }
  for (const name of [...Object.keys(QUIET), ...Object.keys(LOUD)])
    if (!excused.has(name)) problems.push(`${name}: needs no exception any more`);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  console.log(
    `changes that break or are refused: ${total}; told so often: ${JSON.stringify(Object.fromEntries(counts))}`,
  );
  assert.deepEqual(problems, []);
});

test("a sample of two changes", () => {
  const problems: string[] = [];
  const random = seeded(20260101);
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const sets = scaffoldVariants.map((variant) => ({ id: variant.id, first: oneValueChanges(buildScaffold(variant)) }));
  const pairs =
    process.env.PARITY === "all"
      ? sets.flatMap(({ id, first }) =>
          first.flatMap((one) => oneValueChanges(one.text).map((two) => ({ id, one, two }))),
        )
      : Array.from({ length: PAIRS }).flatMap(() => {
          const set = pick(sets);
          const one = pick(set?.first ?? []);
          const two = one === undefined ? undefined : pick(oneValueChanges(one.text));
          return set === undefined || one === undefined || two === undefined ? [] : [{ id: set.id, one, two }];
        });
  for (const { id, one, two } of pairs) {
    for (const silent of silentFailures(ofText(two.text)))
      problems.push(`${id} | ${one.name} | ${two.name}: nobody tells ${silent}`);
  }
  assert.deepEqual(problems, []);
});

/** Park and Miller's generator: the same numbers everywhere. */
function seeded(seed: number): () => number {
  let state = seed % 2147483647;
  return () => {
    state = (state * 16807) % 2147483647;
    return (state - 1) / 2147483646;
  };
}

interface IntegrationCase {
  readonly file: string;
}

interface DocumentedBlock {
  readonly file: string;
  readonly set: string | null;
  readonly crdErrors: readonly string[];
}

test("the corpora", (t) => {
  if (!hasCorpus(t)) return;
  const blocks = (corpusJson("docs-yaml.json") as readonly DocumentedBlock[]).filter(
    ({ crdErrors }) => crdErrors.length === 0,
  );
  const names = [...new Set(blocks.flatMap(({ set }) => set ?? []))];
  const groups = [
    ...names.map((name) => blocks.filter(({ set }) => set === name).map(({ file }) => file)),
    ...(corpusJson("integration-cases.json") as readonly IntegrationCase[]).map(({ file }) => [file]),
  ];
  const problems = groups.flatMap((files) => {
    const set = followed(files.map((file) => ({ uri: `file:///${file}`, text: corpusText(file) })));
    return [
      ...silentFailures(set).map((silent) => `${files.join(" ")}: nobody tells ${silent}`),
      ...contradictions(set).map((spoken) => `${files.join(" ")}: ${spoken}, though every request arrives`),
    ];
  });
  assert.deepEqual(problems, []);
});
