// A trace as people read it: the path hop by hop, how it ends, and what was taken for granted.
import type { Locale, LocalizedText } from "../base/localized-text";
import type { DocumentSpan } from "../model/resource";
import { assumptionTexts } from "../traffic/assumptions";
import type { Hop, Trace, Verdict, WireTls } from "../traffic/trace";
import { printable } from "../words/printable";
import { fill, say } from "../words/words";
import type { Snapshot } from "../workspace/snapshot";
import { type Range, rangeOf } from "./position";

/** How a request ends, in a sentence each. */
export const verdictTexts: Readonly<Record<Verdict, LocalizedText>> = {
  ok: { en: "The request reaches its destination.", ko: "요청이 목적지에 도달합니다." },
  "plain-to-tls": {
    en: "Plain HTTP reaches a port that awaits TLS: the server answers 400 or closes the connection.",
    ko: "TLS를 기다리는 포트에 평문 HTTP가 도착합니다. 서버가 400으로 응답하거나 연결을 끊습니다.",
  },
  "tls-to-plain": {
    en: "TLS reaches a port that speaks plaintext: the handshake fails (WRONG_VERSION_NUMBER).",
    ko: "평문 포트에 TLS가 도착하여 핸드셰이크가 실패합니다(WRONG_VERSION_NUMBER).",
  },
  "double-tls": {
    en: "TLS is wrapped into TLS once more, which the server does not expect.",
    ko: "이미 TLS인 트래픽을 다시 TLS로 감싸서 서버가 이해하지 못합니다.",
  },
  "no-listener": {
    en: "Nothing listens there: the connection is refused.",
    ko: "기다리는 리스너가 없어 연결이 거부됩니다.",
  },
  "no-route": { en: "No route matches: the answer is 404.", ko: "맞는 경로가 없어 404를 받습니다." },
  "no-cluster": {
    en: "The route leads to a destination that the proxy does not know: the answer is 503.",
    ko: "경로가 가리키는 목적지를 프록시가 알지 못하여 503을 받습니다.",
  },
  "tls-handshake-fails": {
    en: "Both sides speak TLS, yet the handshake fails.",
    ko: "양쪽 모두 TLS를 쓰지만 핸드셰이크가 실패합니다.",
  },
  "no-endpoints": {
    en: "The proxy knows the destination, but nothing stands behind it: the answer is 503.",
    ko: "프록시가 목적지를 알지만 그 뒤에 연결할 주소가 없어 503을 받습니다.",
  },
  loop: {
    en: "The request comes back to the same proxy again and again.",
    ko: "요청이 같은 프록시로 계속 되돌아옵니다.",
  },
  blackhole: {
    en: "The mesh refuses destinations it does not know: the answer is 502.",
    ko: "메시가 모르는 목적지를 거부하여 502를 받습니다.",
  },
  unknown: { en: "The files do not suffice to tell.", ko: "파일만으로는 알 수 없습니다." },
};

const WORDS = {
  sidecar: { en: "sidecar in {namespace}", ko: "{namespace} 네임스페이스의 사이드카" },
  gateway: { en: "gateway {name}", ko: "{name} gateway" },
  external: { en: "server {name}", ko: "{name} 서버" },
  rule: {
    en: "VirtualService {namespace}/{name}, {kind} route {position}",
    ko: "VirtualService {namespace}/{name}, {kind} 경로 {position}",
  },
  server: { en: "Gateway {namespace}/{name}, port {port}", ko: "Gateway {namespace}/{name}, {port} 포트" },
  plain: { en: "plaintext", ko: "평문" },
  tls: { en: "TLS {mode}", ko: "TLS {mode}" },
  sni: { en: "server name {sni}", ko: "서버 이름 {sni}" },
  status: { en: "HTTP status {status}", ko: "HTTP 상태 {status}" },
  leaves: { en: "Leaves the mesh as {wire}.", ko: "메시를 떠날 때: {wire}" },
  via: { en: "Passes an egress gateway.", ko: "egress gateway를 지납니다." },
  direct: { en: "Passes no egress gateway.", ko: "egress gateway를 지나지 않습니다." },
  assumed: { en: "Taken for granted:", ko: "다음을 가정했습니다." },
} satisfies Readonly<Record<string, LocalizedText>>;

const WIRES: Readonly<Record<WireTls, LocalizedText>> = {
  plain: { en: "plaintext", ko: "평문" },
  tls: { en: "TLS", ko: "TLS" },
  mtls: { en: "mutual TLS", ko: "mutual TLS" },
};

/** What was taken for granted, in sentences. */
export function assumptionSentences(trace: Trace, locale: Locale): readonly string[] {
  return trace.assumptions.map(({ code, args }) => say(assumptionTexts[code], locale, args));
}

/** A place that decided something, in its file. */
export interface DecidingPlace {
  readonly uri: string;
  readonly range: Range;
}

/** Where in the files the texts that decided a hop stand. */
export function decidingPlaces(snapshot: Snapshot, because: readonly DocumentSpan[]): readonly DecidingPlace[] {
  return because.flatMap(({ document, span }) => {
    const place = snapshot.locate(document, span);
    const file = place === undefined ? undefined : snapshot.file(place.uri);
    return place === undefined || file === undefined ? [] : [{ uri: place.uri, range: rangeOf(file, place.span) }];
  });
}

/** The path as text, one block a hop. `where` names a place, such as `egress.yaml:12`. */
export function renderTrace(
  snapshot: Snapshot,
  trace: Trace,
  locale: Locale,
  where: (place: DecidingPlace) => string,
): string {
  const { scheme, host, port, path } = trace.question.target;
  const lines = [`${scheme}://${host}:${port}${path ?? ""}`];
  for (const hop of trace.hops) {
    lines.push("  │", `  ▼ ${titleOf(hop, locale)}`);
    for (const fact of factsOf(hop, locale)) lines.push(`  │   ${fact}`);
    const places = decidingPlaces(snapshot, hop.because).map(where);
    for (const place of places.filter((name, position) => places.indexOf(name) === position))
      lines.push(`  │   @ ${place}`);
  }
  lines.push("", `${trace.verdict}: ${say(verdictTexts[trace.verdict], locale)}`);
  if (trace.status !== undefined) lines.push(say(WORDS.status, locale, { status: trace.status }));
  if (trace.verdict === "ok") lines.push(say(trace.viaEgressGateway ? WORDS.via : WORDS.direct, locale));
  if (trace.leavesMeshAs !== undefined)
    lines.push(say(WORDS.leaves, locale, { wire: say(WIRES[trace.leavesMeshAs], locale) }));
  const assumed = assumptionSentences(trace, locale);
  if (assumed.length > 0) lines.push("", say(WORDS.assumed, locale), ...assumed.map((sentence) => `- ${sentence}`));
  // Names of hosts, clusters and files stand in these lines as they are written: none of them may begin a line of its own.
  return lines.map((line) => `${printable(line)}\n`).join("");
}

function titleOf(hop: Hop, locale: Locale): string {
  const title = fill(WORDS[hop.proxy][locale], { namespace: hop.namespace, name: hop.name });
  return hop.proxy === "external" || hop.listener === undefined ? title : `${title} · ${hop.listener}`;
}

function factsOf(hop: Hop, locale: Locale): readonly string[] {
  const facts: string[] = [];
  if (hop.server !== undefined) {
    const { gateway, server } = hop.server;
    facts.push(
      say(WORDS.server, locale, {
        namespace: gateway.namespace,
        name: gateway.name?.value ?? "",
        port: server.number?.value ?? 0,
      }),
    );
  }
  if (hop.taken !== undefined) {
    const { virtualService, route } = hop.taken;
    facts.push(
      say(WORDS.rule, locale, {
        namespace: virtualService.namespace,
        name: virtualService.name?.value ?? "",
        kind: route.routeKind,
        position: route.position + 1,
      }),
    );
  }
  if (hop.cluster !== undefined) facts.push(`→ ${hop.cluster}`);
  if (hop.tls !== undefined) {
    const mode = hop.tls.wire === "plain" ? say(WORDS.plain, locale) : say(WORDS.tls, locale, { mode: hop.tls.mode });
    const sni = hop.tls.sni === undefined ? "" : `, ${say(WORDS.sni, locale, { sni: hop.tls.sni })}`;
    facts.push(`→ ${mode}${sni}`);
  }
  return facts;
}
