// Whether a trace is what istiod's own configuration makes of the same request: the proxies on the way, their clusters, the TLS and server name they
// send, and the end. The answers are the judge's (tools/istiod), in the short form that is recorded.
import {
  DEFAULT_SETTINGS,
  type Hop,
  parseTarget,
  Snapshot,
  trace,
  type Trace,
  type Verdict,
  viewOf,
} from "../../server/src/service/index";

/** One proxy of an answer: its kind, the port the connection arrived at, the cluster, and TLS on the connection that it opened. */
export interface JudgedHop {
  readonly proxy: "sidecar" | "gateway";
  readonly port: number;
  readonly cluster?: string;
  /** `SIMPLE`, `MUTUAL` or `ISTIO_MUTUAL`; nothing where no TLS is opened. */
  readonly tls?: string;
  readonly sni?: string;
  /** Whether the connection came in TLS. */
  readonly tlsArrived?: boolean;
  /** Set where the request ends at this proxy. */
  readonly error?: string;
  readonly virtualHost?: string;
}

/** How a request ended: outside, at a pod inside that is no gateway, or with an error. */
export interface JudgedEnd {
  readonly kind: "outside" | "inside" | "error";
  readonly error?: string;
  readonly status?: number;
  readonly port?: number;
  readonly http?: boolean;
  /** The modes of TLS around the request at its end, the outermost last. */
  readonly layers?: readonly string[];
}

/** A question with istiod's answer. */
export interface Judged {
  readonly from: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly hops: readonly JudgedHop[];
  readonly end: JudgedEnd;
}

/** A mesh as the judge saw it: all there is of it, of the newest release. */
export function judgedSnapshot(text: string): Snapshot {
  return Snapshot.empty({ ...DEFAULT_SETTINGS, knowledge: "whole" }).apply([{ uri: "file:///mesh.yaml", text }]);
}

/** The trace of a question: from a workload `namespace/name` with the labels of its pods, or from any pod of a namespace. */
export function judgedTrace(snapshot: Snapshot, { from, url, headers }: Judged): Trace {
  const [namespace = "", name = ""] = from.split("/");
  const read = parseTarget(url);
  if (!("target" in read)) throw new Error(`no target: ${url}`);
  const view = viewOf(snapshot, "file:///mesh.yaml");
  const labels = view.named("Workload", namespace, name)[0]?.podLabels ?? {};
  const target = headers === undefined ? read.target : { ...read.target, headers };
  return trace({ from: { namespace, labels }, target }, view);
}

/** What differs between a trace and an answer, the first difference first; empty when they agree. */
export function differences(trace: Trace, answer: Judged): readonly string[] {
  const found: string[] = [];
  const own = trace.hops.filter((hop) => hop.proxy !== "external");
  for (let i = 0; i < Math.max(own.length, answer.hops.length); i++) {
    const mine = own[i];
    const theirs = answer.hops[i];
    const where = i === 0 ? "sidecar" : `hop ${i}`;
    if (mine === undefined || theirs === undefined) {
      found.push(`${where}: ${mine === undefined ? "missing" : "one too many"}`);
      break;
    }
    found.push(...atHop(trace, answer, mine, theirs).map((difference) => `${where} ${difference}`));
  }
  const verdicts = verdictsOf(answer);
  if (!verdicts.includes(trace.verdict)) {
    found.push(
      `verdict: ${trace.verdict} (${trace.end?.code ?? ""}), istiod ${verdicts[0] ?? ""} (${answer.end.error ?? answer.end.kind})`,
    );
  } else if (trace.verdict === "ok" && answer.end.kind !== "error") {
    const isVia = answer.hops.some((hop) => hop.proxy === "gateway");
    if (isVia !== trace.viaEgressGateway) found.push(`via a gateway: ${trace.viaEgressGateway}, istiod ${isVia}`);
    const wire = wireOf(answer.end);
    if (wire !== trace.leavesMeshAs) found.push(`leaves as ${trace.leavesMeshAs ?? "nothing"}, istiod ${wire}`);
  }
  return found;
}

function atHop(trace: Trace, answer: Judged, mine: Hop, theirs: JudgedHop): readonly string[] {
  const found: string[] = [];
  if (mine.proxy !== theirs.proxy) found.push(`proxy: ${mine.proxy}, istiod ${theirs.proxy}`);
  if (mine.proxy === "gateway" && mine.port !== theirs.port) found.push(`port: ${mine.port}, istiod ${theirs.port}`);
  const own = mine.cluster ?? "none";
  const real = theirs.cluster ?? "none";
  if (own !== real) {
    // A refusal is one, whether a route answers 502 or a cluster has nowhere to go; so is a port that a Service lacks.
    const isRefused = trace.verdict === "blackhole" && verdictsOf(answer)[0] === "blackhole";
    const isClosed = trace.end?.code === "port-not-declared" && answer.end.error === "no-listener";
    return isRefused || isClosed ? found : [...found, `cluster: ${own}, istiod ${real}`];
  }
  if (own === "none" || mine.tls === undefined) return found;
  const mode = mine.tls.mode === "DISABLE" || mine.tls.mode === "PASSTHROUGH" ? "none" : mine.tls.mode;
  const realMode = theirs.tls ?? "none";
  if (mode !== realMode) found.push(`tls: ${mode}, istiod ${realMode}`);
  else if (mode !== "none" && (mine.tls.sni ?? "") !== (theirs.sni ?? ""))
    found.push(`sni: ${mine.tls.sni ?? "none"}, istiod ${theirs.sni ?? "none"}`);
  return found;
}

/** The verdicts that fit an answer; several where the answer leaves open what the server at the end expects. */
export function verdictsOf({ hops, end }: Judged): readonly Verdict[] {
  if (end.kind !== "error") return arrivalsOf(end);
  switch (end.error) {
    case "no-virtual-host":
    case "no-route":
    case "no-route-config":
      return ["no-route"];
    case "no-filter-chain":
      return [hops.at(-1)?.tlsArrived === true ? "tls-handshake-fails" : "plain-to-tls"];
    case "plain-at-tls-listener":
      return ["plain-to-tls"];
    case "tls-at-plain-listener":
    case "bytes-at-http-listener":
      return ["tls-to-plain"];
    case "client-certificate-missing":
    case "client-certificate-of-other-kind":
    case "secret-missing":
      return ["tls-handshake-fails"];
    case "listener-rejected":
    case "ambiguous-filter-chains":
    case "no-listener":
      return ["no-listener"];
    case "redirect":
      return ["ok"];
    case "direct-response":
      // A 404 that a rule answers by itself looks like the one for want of a rule.
      if (hops.at(-1)?.virtualHost === "block_all") return ["blackhole"];
      return end.status === 404 ? ["no-route", "ok"] : ["ok"];
    case "no-endpoints":
      return ["no-endpoints"];
    case "no-cluster":
      return ["no-cluster"];
    case "blackhole":
      return ["blackhole"];
    case "loop":
      return ["loop"];
    default:
      return [];
  }
}

/** A server takes one layer of TLS on 443 and none on 80; elsewhere the declared protocol speaks for it, which the judge does not read. */
function arrivalsOf({ kind, layers = [], port, http }: JudgedEnd): readonly Verdict[] {
  const [inner] = layers;
  if (layers.length > 1) return ["double-tls"];
  if (inner === undefined) return http !== true ? ["ok"] : port === 443 ? ["plain-to-tls"] : ["ok", "plain-to-tls"];
  if (inner === "ISTIO_MUTUAL") {
    const isOpen = kind === "inside" || port === 80;
    return isOpen ? ["ok", "tls-to-plain", "tls-handshake-fails"] : ["tls-handshake-fails"];
  }
  return port === 80 ? ["tls-to-plain", "ok"] : ["ok"];
}

function wireOf({ layers = [] }: JudgedEnd): string {
  const outer = layers.at(-1);
  return outer === undefined ? "plain" : outer === "MUTUAL" || outer === "ISTIO_MUTUAL" ? "mtls" : "tls";
}
