// The requests that pass the thing under a hover: the questions a resource raises are traced, and the hops that use the hovered part are told.
// Nothing is routed here; traffic/ decides.
import type { LocalizedText } from "../base/localized-text";
import type { Span } from "../base/span";
import type { IstioResource } from "../model/lower";
import { nodeAtPath, type YamlPath } from "../syntax/yaml-node";
import { sourcesAbout } from "../traffic/paths";
import { checkSecret } from "../traffic/secrets";
import { trace } from "../traffic/simulate";
import type { Hop, HopTls, Question, Trace, Verdict } from "../traffic/trace";
import { witnessesOf } from "../traffic/witnesses";
import { code } from "../words/markup";
import { say } from "../words/words";
import type { WorkspaceView } from "../workspace/view";
import { hasLabels } from "../workspace/visibility";
import { type Fact, fact, named } from "./hover-words";
import type { HoverTarget } from "./hover-target";

/** Hosts of one resource that are traced; a hover must be quick. */
const MOST_HOSTS = 4;
/** Requests to them that are traced, each a walk through the routes. */
const MOST_PATHS = 60;

const LEAVES_BY_ROUTE: LocalizedText = {
  en: "Requests to {url} that route {route} of {service} sends from {proxy} to port {port} leave as {connection}.",
  ko: "{url} 요청은 {service} 리소스의 {route} 경로를 따라 {proxy} 프록시에서 {port}번 포트로 나갑니다. 연결: {connection}.",
};
const LEAVES: LocalizedText = {
  en: "Requests to {url} leave {proxy} for {upstream} as {connection}.",
  ko: "{url} 요청은 {proxy} 프록시에서 {upstream} 주소로 나갑니다. 연결: {connection}.",
};
const SENDS: LocalizedText = {
  en: "Requests to {url}: {proxy} sends them to {upstream} as {connection}.",
  ko: "{url} 요청: {proxy} 프록시가 {upstream} 주소로 보냅니다. 연결: {connection}.",
};
const SIDECARS: LocalizedText = { en: "the sidecar in {namespace}", ko: "{namespace} 네임스페이스의 사이드카" };
const GATEWAY: LocalizedText = { en: "the gateway {name}", ko: "gateway {name}" };
const PLAIN: LocalizedText = { en: "plain text (no TLS)", ko: "평문(TLS 없음)" };
const FORWARDED: LocalizedText = { en: "the app's own TLS, unopened", ko: "앱이 시작한 TLS 그대로" };
const TLS: LocalizedText = { en: "TLS ({mode}){sni}", ko: "TLS({mode}){sni}" };
const ROUTE: LocalizedText = { en: "{number}{name}", ko: "{number}번째{name}" };
/** What comes of a request whose last proxy this is; nothing where it arrives, or where that is not known. */
const OUTCOMES: Readonly<Record<Exclude<Verdict, "ok" | "unknown">, LocalizedText>> = {
  "plain-to-tls": {
    en: "The other side awaits TLS, so these requests fail.",
    ko: "상대편은 TLS를 기다리므로 이 요청은 실패합니다.",
  },
  "tls-to-plain": {
    en: "The other side speaks plain text, so these requests fail.",
    ko: "상대편은 평문으로 통신하므로 이 요청은 실패합니다.",
  },
  "double-tls": {
    en: "They are TLS already and get wrapped once more, so these connections fail.",
    ko: "이미 TLS인 연결을 한 번 더 감싸므로 이 연결은 실패합니다.",
  },
  "no-listener": { en: "Nothing listens there.", ko: "그 포트를 듣고 있는 곳이 없습니다." },
  "no-route": { en: "There they find no route.", ko: "거기에는 맞는 경로가 없습니다." },
  "no-cluster": {
    en: "This proxy does not know that destination, so these requests fail.",
    ko: "이 프록시가 모르는 목적지이므로 이 요청은 실패합니다.",
  },
  "tls-handshake-fails": { en: "The TLS handshake fails.", ko: "TLS 핸드셰이크가 실패합니다." },
  "no-endpoints": {
    en: "Nothing stands behind that destination, so these requests fail.",
    ko: "목적지 뒤에 연결할 주소가 없으므로 이 요청은 실패합니다.",
  },
  loop: { en: "That leads back to the gateway itself.", ko: "다시 gateway 자신에게 돌아옵니다." },
  blackhole: {
    en: "The mesh lets no request to this host out.",
    ko: "메시가 이 호스트로 나가는 요청을 허용하지 않습니다.",
  },
};
const READS_SECRET: LocalizedText = {
  en: "The proxy that opens this TLS reads the Secret {secret} in {namespace}; {seen}.",
  ko: "이 TLS를 시작하는 프록시는 {namespace} 네임스페이스의 {secret} Secret을 읽습니다. {seen}.",
};
const SECRET_SEEN: LocalizedText = { en: "it is among the files", ko: "여기 파일에 있습니다" };
const SECRET_UNSEEN: LocalizedText = { en: "no file here has it", ko: "여기 파일에는 없습니다" };

/** The requests that use a part of a resource, or the whole of it. */
export function pathFacts(
  view: WorkspaceView,
  resource: IstioResource,
  target: HoverTarget | undefined,
): readonly Fact[] {
  const scope = scopeOf(resource, target);
  return pathsAbout(view, resource).flatMap((trace) =>
    trace.hops.filter((hop) => uses(hop, resource, scope)).map((hop) => hopFact(trace, hop, resource)),
  );
}

/** Where the Secret must be that a `credentialName` under the hover means. */
export function secretFacts(view: WorkspaceView, resource: IstioResource, target: HoverTarget): readonly Fact[] {
  const name = target.scalar;
  if (name === undefined) return [];
  const scope = scopeOf(resource, target);
  const hops = pathsAbout(view, resource).flatMap(({ hops: all }) => all.filter((hop) => uses(hop, resource, scope)));
  const namespaces = [...new Set(hops.map((hop) => hop.namespace))];
  return namespaces.flatMap((proxyNamespace) => {
    const found = checkSecret(view, name, proxyNamespace, "SIMPLE");
    if (found.state === "not-a-secret") return [];
    const seen = found.state === "seen" ? SECRET_SEEN : SECRET_UNSEEN;
    const args = { secret: code(found.name), namespace: code(found.namespace) };
    return [(locale) => say(READS_SECRET, locale, { ...args, seen: say(seen, locale) })];
  });
}

/** Lists whose items are told apart: a request that uses one of them says nothing about the others. */
const PARTS = new Set(["http", "tls", "tcp", "servers", "subsets", "portLevelSettings", "ports"]);

/** The innermost part around the target that requests can be told apart by; the whole resource without one. */
function scopeOf(resource: IstioResource, target: HoverTarget | undefined): Span {
  const whole = resource.root.span;
  if (target === undefined) return whole;
  let path: YamlPath = [];
  for (const [position, step] of target.path.entries()) {
    const before = target.path[position - 1];
    if (typeof step === "number" && typeof before === "string" && PARTS.has(before)) {
      path = target.path.slice(0, position + 1);
    }
  }
  return path.length === 0 ? whole : (nodeAtPath(resource.root, path)?.span ?? whole);
}

function uses(hop: Hop, resource: IstioResource, scope: Span): boolean {
  const inside = (span: Span | undefined): boolean =>
    span !== undefined && scope.start <= span.start && span.end <= scope.end;
  switch (resource.type) {
    case "DestinationRule": {
      const { tls } = hop;
      // Where the client's own TLS passes untouched, the rule was put out of force.
      return tls?.policy?.rule === resource && tls.mode !== "PASSTHROUGH" && inside(tls.policy.tls.span);
    }
    case "VirtualService":
      return hop.taken?.virtualService === resource && inside(hop.taken.route.span);
    case "Gateway":
      return hop.server?.gateway === resource && inside(hop.server.server.span);
    case "ServiceEntry":
      return (
        (hop.service?.resources ?? []).some((declaring) => declaring === resource) && usesPort(hop, resource, scope)
      );
    default:
      return false;
  }
}

/** Whether a hop sends to a port of the ServiceEntry that lies in the scope; the whole ServiceEntry holds all of its ports. */
function usesPort(hop: Hop, resource: Extract<IstioResource, { type: "ServiceEntry" }>, scope: Span): boolean {
  const { root } = resource;
  const isWhole = scope.start === root.span.start && scope.end === root.span.end;
  return (
    isWhole ||
    resource.ports.some((port) => scope.start === port.span.start && port.number?.value === hop.destination?.port)
  );
}

function hopFact(trace: Trace, hop: Hop, resource: IstioResource): Fact {
  return (locale) => {
    const outcome = outcomeOf(trace, hop);
    const sentence = sendingWords(trace, hop, resource)(locale);
    return outcome === undefined ? sentence : `${sentence} ${say(outcome, locale)}`;
  };
}

function outcomeOf({ hops, verdict }: Trace, hop: Hop): LocalizedText | undefined {
  const last = hops.filter((each) => each.proxy !== "external").at(-1);
  return hop !== last || verdict === "ok" || verdict === "unknown" ? undefined : OUTCOMES[verdict];
}

function sendingWords({ question }: Trace, hop: Hop, resource: IstioResource): Fact {
  return (locale) => {
    const proxy =
      hop.proxy === "gateway"
        ? say(GATEWAY, locale, { name: code(hop.name) })
        : say(SIDECARS, locale, { namespace: code(hop.namespace) });
    const connection = connectionWords(hop.tls)(locale);
    const args = { url: code(urlOf(question)), proxy, upstream: code(upstreamOf(hop)), connection };
    if (resource.type !== "DestinationRule") return say(SENDS, locale, args);
    const { taken } = hop;
    if (taken === undefined) return say(LEAVES, locale, args);
    const name = taken.route.name === undefined ? "" : `(${code(taken.route.name.value)})`;
    const gap = locale === "en" && name !== "" ? " " : "";
    const route = say(ROUTE, locale, { number: taken.route.position + 1, name: gap + name });
    const port = hop.destination?.port ?? hop.upstream?.port ?? "?";
    return say(LEAVES_BY_ROUTE, locale, { ...args, route, service: named(taken.virtualService), port });
  };
}

/** Where a hop sends to, as people know it: outside the mesh the server's own port, inside the Service's and not the pod's. */
function upstreamOf(hop: Hop): string {
  const host = hop.service?.host ?? hop.upstream?.host ?? "?";
  const inside = hop.service?.isExternal === false ? hop.destination?.port : undefined;
  return `${hop.upstream?.host ?? host}:${inside ?? hop.upstream?.port ?? "?"}`;
}

function connectionWords(tls: HopTls | undefined): Fact {
  if (tls === undefined) return fact(PLAIN, {});
  if (tls.mode === "PASSTHROUGH") return fact(FORWARDED, {});
  if (tls.wire === "plain") return fact(PLAIN, {});
  return fact(TLS, { mode: code(tls.mode), sni: tls.sni === undefined ? "" : `, SNI ${code(tls.sni)}` });
}

function urlOf({ target }: Question): string {
  return `${target.scheme === "tls" ? "https" : target.scheme}://${target.host}:${target.port}`;
}

/**
 * The paths of the requests that the files evidently mean, of clients whose labels nobody selects: one for each way they take. They are chosen before
 * they are followed, as a resource may raise thousands and a hover shows a few.
 */
function pathsAbout(view: WorkspaceView, resource: IstioResource): readonly Trace[] {
  const hosts = new Set<string>();
  return sourcesAbout(view, resource)
    .flatMap((source) => witnessesOf(view, source))
    .filter(({ standing, question: { from } }) => standing !== "bystander" && !hasLabels(from.labels))
    .filter(({ question: { target } }) => hosts.has(target.host) || (hosts.size < MOST_HOSTS && hosts.add(target.host)))
    .slice(0, MOST_PATHS)
    .map((witness) => trace(witness.question, view));
}
