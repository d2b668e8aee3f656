// The two ends of the hop from the sidecars to the egress gateway disagree about TLS: the Gateway's server awaits it and the sidecars send
// plaintext, or the other way round. https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway-tls-origination/
import { modeSpan } from "../model/destination-rule";
import { nameOfHost } from "../scaffold/parameters";
import { destinationRule } from "../scaffold/resources";
import { insertItem, setEntry } from "../syntax/edit";
import { entryOf, nodeAtPath } from "../syntax/yaml-node";
import { policyOf } from "../traffic/destination-policy";
import { type SeenHop, type SeenServer, seenHops } from "../traffic/gateway-hops";
import { serverKind } from "../traffic/gateways";
import { hiddenFromHop } from "../traffic/hidden-rules";
import type { WorkspaceView } from "../workspace/view";
import { createBeside, freeName, namespaceBeside } from "./create";
import { defineRule, type DocumentEdits, type Finding, type Repair } from "./define";
import { mappingAt } from "./repairs";

export const rule = defineRule({
  code: "gateway-hop-tls-mismatch",
  severity: "warning",
  certainty: "seen",
  subjects: ["VirtualService"],
  seeAlso: [],
  text: {
    en: {
      title: "Hop to the gateway without the TLS it awaits",
      what: "The Gateway {gateway} awaits TLS ({mode}) on port {port}, but the sidecars send this route's requests there in plain text.",
      why: "The gateway finds no TLS in what arrives and closes the connection: the apps get 503.",
      next: "Set tls.mode ISTIO_MUTUAL with sni for the egress gateway's host in a DestinationRule.",
    },
    ko: {
      title: "gateway 구간의 TLS 불일치",
      what: "{gateway} Gateway는 {port} 포트에서 TLS({mode})를 기다리는데, 사이드카는 이 경로의 요청을 그곳으로 평문으로 보냅니다.",
      why: "gateway가 TLS가 아닌 연결을 끊으므로 앱은 503을 받습니다.",
      next: "egress gateway 호스트의 DestinationRule에 tls.mode ISTIO_MUTUAL과 sni를 설정합니다.",
    },
  },
  variants: {
    tlsToPlain: {
      en: {
        what: "The sidecars send this route's requests to port {port} of the egress gateway as TLS ({mode}), but the Gateway {gateway} awaits plain text there.",
        why: "The gateway cannot read what arrives: the apps get 503, and its log shows an HTTP protocol error.",
        next: "Let the server take TLS (protocol HTTPS, tls.mode ISTIO_MUTUAL), or take the tls block out of the DestinationRule.",
      },
      ko: {
        what: "사이드카는 이 경로의 요청을 egress gateway의 {port} 포트로 TLS({mode})로 보내는데, {gateway} Gateway는 그 포트에서 평문을 기다립니다.",
        why: "gateway가 받은 내용을 읽지 못하므로 앱은 503을 받고, gateway 로그에는 HTTP 프로토콜 오류가 남습니다.",
        next: "서버가 TLS를 받게 하거나(protocol HTTPS, tls.mode ISTIO_MUTUAL), DestinationRule의 tls 블록을 없앱니다.",
      },
    },
  },
  examples: {
    base: "istio-mutual",
    bad: [
      `#- without: DestinationRule/finance-yahoo-com-to-egress
kind: VirtualService
spec:
  http:
  - ...
    route:
    - destination:
        host: istio-egressgateway.istio-system.svc.cluster.local
        port:
          number: 80
          #       ^^ warning gateway-hop-tls-mismatch
  - ...
`,
    ],
    good: [
      `#- base: classic
`,
    ],
  },
  *check({ view }, service) {
    if (service.uncertain || view.isUncertain("DestinationRule") || view.isUncertain("Gateway")) return;
    for (const mismatch of mismatches(view, service)) yield judge(mismatch);
  },
  *repair({ view }, service, finding) {
    const mismatch = mismatches(view, service).find(({ hop }) => placeOf(hop).start === finding.at.start);
    if (mismatch === undefined) return;
    if (finding.variant === "tlsToPlain") yield* encryptServer(mismatch);
    else yield* encryptHop(view, mismatch);
  },
});

interface Mismatch {
  readonly hop: SeenHop;
  readonly seen: SeenServer;
  /** What the sidecars send. */
  readonly mode: string;
}

/** Hops of http routes whose servers on the port are all of the other kind; each destination once. */
function mismatches(view: WorkspaceView, service: Parameters<typeof seenHops>[1]): readonly Mismatch[] {
  return seenHops(view, service).flatMap((hop): Mismatch[] => {
    const { policy, onPort, route } = hop;
    const [seen] = onPort;
    if (seen === undefined || route.routeKind !== "http" || !policy.isSubsetDeclared) return [];
    const mode = policy.tls?.mode ?? "DISABLE";
    const isPlain = mode === "DISABLE";
    // A rule that the sidecars do not see explains it: destination-rule-not-visible speaks of that.
    if (policy.tls === undefined && hiddenFromHop(view, hop).length > 0) return [];
    const agrees = onPort.some(
      ({ server }) => (serverKind(server) === "http" || serverKind(server) === "tcp") === isPlain,
    );
    return agrees ? [] : [{ hop, seen, mode }];
  });
}

function placeOf(hop: SeenHop): { readonly start: number; readonly end: number } {
  return hop.destination.port?.span ?? hop.destination.host?.span ?? hop.destination.span;
}

function judge({ hop, seen, mode }: Mismatch): Finding {
  const { gateway, server } = seen;
  const isPlain = mode === "DISABLE";
  const { tls } = hop.policy;
  return {
    at: placeOf(hop),
    args: {
      gateway: gateway.name?.value ?? "",
      port: hop.port ?? 0,
      mode: isPlain ? (server.tls?.mode?.value ?? "PASSTHROUGH") : mode,
    },
    ...(isPlain ? {} : { variant: "tlsToPlain", severity: "error" as const }),
    related: [
      {
        place: { document: gateway.document, span: server.protocol?.span ?? server.span },
        text: { en: "The server that takes the hop.", ko: "이 구간을 받는 서버입니다." },
      },
      ...(tls === undefined
        ? []
        : [
            {
              place: { document: tls.rule.document, span: modeSpan(tls.tls) },
              text: { en: "The TLS that the sidecars use.", ko: "사이드카가 쓰는 TLS 설정입니다." },
            },
          ]),
    ],
  };
}

/** The Gateway's server takes mutual TLS, as the sidecars already send it. */
function* encryptServer({ seen, mode }: Mismatch): Iterable<Repair> {
  const { gateway, server } = seen;
  const node = mappingAt(gateway.root, server.span.start);
  const port = entryOf(node, "port")?.value;
  if (mode !== "ISTIO_MUTUAL" || node === undefined || port?.kind !== "mapping") return;
  yield {
    title: { en: "Let the Gateway await ISTIO_MUTUAL", ko: "Gateway가 ISTIO_MUTUAL을 기다리게 하기" },
    changes: [
      {
        document: gateway.document,
        edits: [
          setEntry(gateway.document, port, "protocol", "HTTPS"),
          setEntry(gateway.document, node, "tls", { mode: "ISTIO_MUTUAL" }, { after: "hosts" }),
        ],
      },
    ],
    preferred: true,
    safe: true,
  };
}

/** The sidecars send mutual TLS, as the Gateway's server awaits it: in the DestinationRule that holds for the hop, or in a new one. */
function* encryptHop(view: WorkspaceView, { hop, seen }: Mismatch): Iterable<Repair> {
  const host = hop.service.hosts.map((entry) => entry.value).find((name) => !name.startsWith("*"));
  const awaited = seen.server.tls?.mode?.value;
  if (awaited !== "ISTIO_MUTUAL" || host === undefined || hop.port === undefined) return;
  const encrypted = hop.destination.subset === undefined ? encryptedSubset(hop, host) : undefined;
  const unnamed = destinationOf(hop);
  if (encrypted !== undefined && unnamed !== undefined) {
    const { document } = hop.service;
    yield {
      title: {
        en: "Send to the subset {subset}, which encrypts the hop",
        ko: "구간을 암호화하는 {subset} subset으로 보내기",
      },
      args: { subset: encrypted },
      changes: [{ document, edits: [setEntry(document, unnamed, "subset", encrypted, { after: "host" })] }],
      preferred: true,
      safe: true,
    };
    return;
  }
  const title = { en: "Encrypt the hop with ISTIO_MUTUAL", ko: "이 구간을 ISTIO_MUTUAL로 암호화" };
  const settings = { port: { number: hop.port }, tls: { mode: "ISTIO_MUTUAL", sni: host } };
  const changes = changesOfRule(hop, settings);
  if (changes !== undefined) {
    yield { title, changes, preferred: true, safe: true };
    return;
  }
  const subset = hop.destination.subset?.value ?? nameOfHost(host);
  const route = destinationOf(hop);
  if (route === undefined || hop.policy.rules.length > 0) return;
  const name = freeName(view, "DestinationRule", hop.service.namespace, `${nameOfHost(host)}-to-egress`);
  const created = createBeside(
    hop.service,
    [
      destinationRule(
        { name, namespace: namespaceBeside(hop.service) },
        { host: hop.host, subset, port: String(hop.port), tls: { mode: "ISTIO_MUTUAL", sni: host } },
      ),
    ],
    title,
    { preferred: true, safe: true },
  );
  for (const repair of created) {
    const naming: readonly DocumentEdits[] =
      hop.destination.subset === undefined
        ? [
            {
              document: hop.service.document,
              edits: [setEntry(hop.service.document, route, "subset", subset, { after: "host" })],
            },
          ]
        : [];
    yield { ...repair, changes: [...repair.changes, ...naming] };
  }
}

/** A subset of the rules in force that sends mutual TLS for the host already. */
function encryptedSubset(hop: SeenHop, host: string): string | undefined {
  const subsets = hop.policy.rules.flatMap((owner) => owner.subsets.flatMap((subset) => subset.name?.value ?? []));
  return subsets.find((subset) => {
    const { tls } = policyOf(hop.policy.rules, { port: hop.port ?? 0, subset });
    return tls?.mode === "ISTIO_MUTUAL" && tls.tls.sni?.value.toLowerCase() === host.toLowerCase();
  });
}

/** Edits of the DestinationRule that holds for the hop: in the route's subset, or for the whole rule when it has no subsets. */
function changesOfRule(
  hop: SeenHop,
  settings: { readonly port: { readonly number: number }; readonly tls: Readonly<Record<string, string>> },
): readonly DocumentEdits[] | undefined {
  const { subset, rules } = hop.policy;
  const owner = subset?.rule ?? rules[0];
  if (owner === undefined) return undefined;
  const holder = subset === undefined ? owner.spec : mappingAt(owner.root, subset.subset.span.start);
  if (holder === undefined) return undefined;
  const { document } = owner;
  const policy = entryOf(holder, "trafficPolicy")?.value;
  const list = entryOf(policy, "portLevelSettings")?.value;
  if (list?.kind === "sequence") {
    const own = list.items.find((item) => {
      const number = nodeAtPath(item, ["port", "number"]);
      return number?.kind === "scalar" && number.source === String(settings.port.number);
    });
    const edit =
      own?.kind === "mapping"
        ? setEntry(document, own, "tls", settings.tls, { after: "port" })
        : insertItem(document, list, settings);
    return edit === undefined ? undefined : [{ document, edits: [edit] }];
  }
  const edit =
    policy?.kind === "mapping"
      ? setEntry(document, policy, "portLevelSettings", [settings])
      : setEntry(document, holder, "trafficPolicy", { portLevelSettings: [settings] });
  return [{ document, edits: [edit] }];
}

function destinationOf(hop: SeenHop): ReturnType<typeof mappingAt> {
  return mappingAt(hop.service.root, hop.destination.span.start);
}
