// Follows one request from a workload to its destination: runs the stages one after another until one of them ends the path, and sums it up.
// The stages and their rules are in stages/; nothing is judged here.
import { canonical } from "../workspace/canonical";
import { defineFact } from "../workspace/facts";
import { sameData } from "../workspace/same-data";
import type { WorkspaceView } from "../workspace/view";
import type { GatewayWorkload } from "./gateways";
import { hopOf } from "./hop";
import { meshFacts, type MeshFacts } from "./mesh";
import { servicesOfPods } from "./pod-services";
import { noteUnfollowed } from "./unfollowed";
import { type End, ended, isEnd, NO_EGRESS, Notes, type Proxy, type Stage, type State } from "./state";
import { cluster } from "./stages/cluster";
import { exit } from "./stages/exit";
import { gatewayListener } from "./stages/gateway-listener";
import { gatewayRouting } from "./stages/gateway-routing";
import { meshRouting } from "./stages/mesh-routing";
import { sidecarListener } from "./stages/sidecar-listener";
import { sidecarScope } from "./stages/sidecar-scope";
import { tlsOrigination } from "./stages/tls-origination";
import { unknownDestination } from "./stages/unknown-destination";
import type { Hop, Question, StageName, Target, Trace, Verdict } from "./trace";

const STAGES: Readonly<Record<StageName, Stage>> = {
  "sidecar-scope": sidecarScope,
  "sidecar-listener": sidecarListener,
  "unknown-destination": unknownDestination,
  "mesh-routing": meshRouting,
  cluster,
  "tls-origination": tlsOrigination,
  "gateway-listener": gatewayListener,
  "gateway-routing": gatewayRouting,
  exit,
};

/** More proxies than any sensible path has. */
const MAX_HOPS = 8;

/** Follows a request. Equal questions get the same frozen trace until something it depends on changes. */
export function trace(question: Question, view: WorkspaceView): Trace {
  return view.get(followed, question);
}

const followed = defineFact("trace", follow, { equals: sameData, key: canonical });

function follow(view: WorkspaceView, question: Question): Trace {
  let result: State | End = startOf(question, view);
  while (!isEnd(result)) {
    result =
      result.hops.length > MAX_HOPS
        ? ended(result, "loop", { stage: result.next, code: "too-many-hops", args: {}, because: [] })
        : STAGES[result.next](result);
  }
  return summarize(question, result);
}

function startOf(question: Question, view: WorkspaceView): State {
  const { from, target } = question;
  const mesh = meshFacts(view);
  const isTls = target.scheme === "https" || target.scheme === "tls";
  const isGateway = from.kind === "gateway";
  return {
    view,
    mesh,
    target,
    branch: question.branch,
    notes: new Notes(),
    next: isGateway ? "gateway-listener" : "sidecar-scope",
    proxy: isGateway ? gatewayProxy(view, mesh, from) : sidecarProxy(mesh, from.namespace, from.labels ?? {}),
    port: target.port,
    address: target.address,
    isHttp: target.scheme === "http" || target.scheme === "https",
    readsHttp: false,
    layers: isTls ? [{ by: "client", sni: (target.sni ?? target.host).toLowerCase(), certificate: "unknown" }] : [],
    request: requestOf(target),
    listening: undefined,
    entry: undefined,
    aim: undefined,
    gatewayAhead: undefined,
    landingPort: undefined,
    draft: { steps: [] },
    hops: [],
  };
}

function requestOf(target: Target): State["request"] {
  return {
    authority: target.host.toLowerCase(),
    hostHeader: hostHeaderOf(target),
    path: target.path ?? "/",
    method: target.method ?? "GET",
    scheme: target.scheme === "https" ? "https" : "http",
    headers: target.headers ?? {},
  };
}

/** The Host header names the port unless it is the scheme's own. */
function hostHeaderOf({ scheme, host, port }: Target): string {
  const own = scheme === "https" || scheme === "tls" ? 443 : 80;
  return port === own ? host.toLowerCase() : `${host.toLowerCase()}:${port}`;
}

function sidecarProxy(mesh: MeshFacts, namespace: string, labels: Readonly<Record<string, string>>): Proxy {
  return {
    kind: "sidecar",
    name: namespace,
    namespace,
    labels,
    egress: NO_EGRESS,
    scope: { namespace },
    outbound: { mode: mesh.outboundMode, isKnown: mesh.isOutboundModeKnown, because: mesh.at },
    workload: undefined,
  };
}

function gatewayProxy(
  view: WorkspaceView,
  mesh: MeshFacts,
  from: { readonly namespace: string; readonly labels: Readonly<Record<string, string>>; readonly address?: string },
): Proxy {
  const workload: GatewayWorkload = {
    name: `${from.namespace}/gateway`,
    namespace: from.namespace,
    labels: from.labels,
    services: servicesOfPods(view, from),
    source: "files",
    arePodsSeen: true,
  };
  return {
    kind: "gateway",
    name: workload.name,
    namespace: from.namespace,
    labels: from.labels,
    egress: NO_EGRESS,
    scope: { namespace: from.namespace, isGateway: true },
    outbound: { mode: mesh.outboundMode, isKnown: mesh.isOutboundModeKnown, because: mesh.at },
    workload,
  };
}

function summarize(question: Question, end: End): Trace {
  const { state } = end;
  const hops = state.draft.steps.length > 0 ? [...state.hops, hopOf(state)] : state.hops;
  noteUnfollowed({ ...state, hops });
  state.notes.settle(end.step);
  const isDoubtful = end.verdict !== "ok" && hops.some(restsOnDoubt);
  const verdict = isDoubtful ? "unknown" : end.verdict;
  const passed = hops.filter((hop) => hop.proxy !== "external");
  const opened = end.step.stage === "exit" || verdict === "loop" ? passed.at(-1) : undefined;
  return Object.freeze({
    question,
    hops: Object.freeze(hops),
    verdict,
    end: end.step,
    status: end.status ?? statusOf(verdict, end, question.target),
    viaEgressGateway: verdict === "ok" && end.step.stage === "exit" && hops.some((hop) => hop.proxy === "gateway"),
    leavesMeshAs: opened?.tls?.wire,
    assumptions: Object.freeze(state.notes.all()),
  });
}

/** Whether a hop was decided by a resource whose text may not be what is applied. */
function restsOnDoubt(hop: Hop): boolean {
  const resources = [
    hop.taken?.virtualService,
    hop.server?.gateway,
    ...(hop.service?.resources ?? []),
    ...(hop.policy?.rules ?? []),
  ];
  return resources.some((resource) => resource?.uncertain === true);
}

/** The HTTP status that the client sees; nothing where it is the client's own TLS that fails, or where no HTTP is spoken. */
function statusOf(verdict: Verdict, end: End, target: Target): number | undefined {
  if (target.scheme === "tls" || target.scheme === "tcp") return undefined;
  if (verdict === "ok") return 200;
  if (target.scheme === "https") return undefined;
  switch (verdict) {
    case "plain-to-tls":
      // The server at the end says so itself; a gateway's TLS listener just closes, which the sidecar reports.
      return end.step.stage === "exit" ? 400 : 503;
    case "tls-to-plain":
    case "double-tls":
    case "no-listener":
    case "no-cluster":
    case "tls-handshake-fails":
    case "no-endpoints":
    case "loop":
      return 503;
    case "no-route":
      return 404;
    case "blackhole":
      return 502;
    case "unknown":
      return undefined;
  }
}
