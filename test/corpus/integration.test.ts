// Traces end as calls ended in a real cluster: with the status the client got, through the egress gateway or not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_SETTINGS, Snapshot, type Target, trace, viewOf } from "../../server/src/service/index";
import { corpusJson, corpusText, hasCorpus } from "../support/corpus";

interface Case {
  readonly name: string;
  readonly file: string;
  readonly clientNamespace: string;
  readonly call?: { readonly scheme: string; readonly port: number; readonly host: string; readonly path?: string };
  readonly expectedStatus: number;
  readonly viaEgressGateway: boolean;
  readonly staticallyDetectable?: boolean | string;
  readonly note?: string;
}

/** The calls behind the cases that only describe them: plain TCP to port 8080 and TLS to port 8443 of the external Service. */
const TUNNELLED: readonly Target[] = [
  { scheme: "tcp", host: "external.external.svc.cluster.local", port: 8080 },
  { scheme: "tls", host: "external.external.svc.cluster.local", port: 8443 },
];

test("calls of Istio's integration tests", (t) => {
  if (!hasCorpus(t)) return;
  // The shape is that of the corpus' manifest.
  const cases = (corpusJson("integration-cases.json") as readonly Case[]).filter(
    ({ staticallyDetectable }) => staticallyDetectable !== false,
  );
  const wrong: string[] = [];
  let calls = 0;
  for (const entry of cases) {
    const uri = `file:///corpus/${entry.file}`;
    // The files are the whole configuration of those clusters, so a Secret that is not among them is missing; the Services of the
    // servers and clients that the tests deploy are there, though in no file.
    const mesh = { knownHosts: ["*.svc.cluster.local"] };
    const settings = { ...DEFAULT_SETTINGS, knowledge: "whole" as const, mesh };
    const view = viewOf(Snapshot.empty(settings).apply([{ uri, text: corpusText(entry.file) }]), uri);
    for (const target of targetsOf(entry)) {
      calls++;
      const result = trace({ from: { namespace: entry.clientNamespace }, target }, view);
      const status = result.status ?? (result.verdict === "ok" ? 200 : undefined);
      const seen = `${String(status)}${result.viaEgressGateway ? " via the gateway" : ""}`;
      const wanted = `${entry.expectedStatus}${entry.viaEgressGateway ? " via the gateway" : ""}`;
      if (seen !== wanted) {
        wrong.push(
          `${entry.name} (${target.scheme}): ${wanted}, ours ${seen}: ${result.verdict} ${result.end?.code ?? ""}`,
        );
      }
    }
  }
  t.diagnostic(`${cases.length} cases, ${calls} calls`);
  assert.deepEqual(wrong, []);
});

function targetsOf({ call }: Case): readonly Target[] {
  if (call === undefined) return TUNNELLED;
  const scheme = call.scheme === "https" || call.scheme === "tcp" || call.scheme === "tls" ? call.scheme : "http";
  return [{ scheme, host: call.host, port: call.port, path: call.path ?? "/" }];
}
