// The gateways of a VirtualService must be Gateways that exist. A name without a namespace means the VirtualService's own. What no file shows
// may still live in the cluster; it is a mistake only where the files speak for it: a slip of the pen, or the other pieces of the set.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService (gateways)
import { closest, isSlip } from "../base/edit-distance";
import type { Field } from "../model/field";
import type { Gateway } from "../model/gateway";
import { fullName, headSpan } from "../model/resource";
import { routesOf, type VirtualService } from "../model/virtual-service";
import { gateway as gatewayTemplate } from "../scaffold/resources";
import { replaceScalar } from "../syntax/edit";
import { effectiveTls } from "../traffic/destination-policy";
import { boundGateways, destinationHost, gatewayHops, matchedPorts, routesAt, targetsOf } from "../traffic/legs";
import { MESH_GATEWAY, qualifyGateway } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { createBeside, namespaceBeside } from "./create";
import { defineRule, type Finding, type Repair } from "./define";
import { scalarAt } from "./repairs";

export const rule = defineRule({
  code: "unknown-gateway",
  severity: "warning",
  certainty: "seen",
  subjects: ["VirtualService"],
  seeAlso: ["IST0101", "IST0132", "KIA1102"],
  text: {
    en: {
      title: "Gateway that no file declares",
      what: "No file here declares the Gateway {full}, which this VirtualService is bound to.",
      why: "Without it no gateway serves these routes: requests that the sidecars send there get 404, or 503 where no other Gateway opens the port.",
      next: "Declare the Gateway {full}, or name one that exists.",
    },
    ko: {
      title: "선언되지 않은 Gateway",
      what: "이 VirtualService가 사용하는 {full} Gateway를 선언한 파일이 없습니다.",
      why: "이 Gateway가 없으면 어떤 gateway도 이 경로를 처리하지 않으며, 사이드카가 그리로 보낸 요청은 404를 받습니다. 그 포트를 여는 다른 Gateway도 없으면 503을 받습니다.",
      next: "{full} Gateway를 선언하거나 실제로 있는 Gateway의 이름을 적습니다.",
    },
  },
  variants: {
    typo: {
      en: {
        what: "No file here declares the Gateway {full}, but one declares {near}.",
        next: "Write {near}, if that is the one that is meant.",
      },
      ko: {
        what: "{full} Gateway를 선언한 파일은 없고, 비슷한 이름의 {near} Gateway가 있습니다.",
        next: "{near} Gateway를 쓰려던 것이면 이름을 그렇게 고칩니다.",
      },
    },
    elsewhere: {
      en: {
        what: "{gateway} means the Gateway {full}, but the Gateway of that name is {near}.",
        next: "Write {near}: a name without a namespace is looked up in the VirtualService's own.",
      },
      ko: {
        what: "{gateway} 값은 {full} Gateway를 뜻하지만, 그 이름의 Gateway는 {near} 위치에 있습니다.",
        next: "{near} 형태로 적습니다. 네임스페이스 없이 쓴 이름은 VirtualService와 같은 네임스페이스에서 찾습니다.",
      },
    },
    outside: {
      en: {
        what: "No file here declares the Gateway {full}.",
        why: "It may exist in the cluster. If it does not, no gateway serves these routes.",
        next: "If the Gateway exists elsewhere, say so in the settings.",
      },
      ko: {
        what: "{full} Gateway를 선언한 파일이 없습니다.",
        why: "클러스터에는 있을 수 있습니다. 없다면 어떤 gateway도 이 경로를 처리하지 않습니다.",
        next: "다른 곳에 있는 Gateway라면 설정에 등록합니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: Gateway
metadata:
  namespace: istio-system
---
kind: VirtualService
spec:
  gateways:
  - finance-yahoo-com-egress
  # ^^^^^^^^^^^^^^^^^^^^^^^^ warning unknown-gateway
  - mesh
`,
    ],
    good: [
      `kind: Gateway
metadata:
  namespace: istio-system
---
kind: VirtualService
spec:
  gateways: [istio-system/finance-yahoo-com-egress, mesh]
  http:
  - ...
  - ...
    match:
    - ...
      gateways: [istio-system/finance-yahoo-com-egress]
`,
    ],
  },
  *check(cx, service) {
    if (service.uncertain || cx.view.isUncertain("Gateway")) return;
    const known = new Set(cx.view.settings.mesh.knownGateways ?? []);
    for (const { name, entry } of boundGateways(service)) {
      if (entry === undefined || name === MESH_GATEWAY || known.has(name) || isOfGatewayApi(name)) continue;
      const [namespace = "", bare = ""] = name.split("/");
      if (cx.view.named("Gateway", namespace, bare).length > 0) continue;
      yield judge(cx.view, service, entry, name);
    }
  },
  *repair(cx, service, finding) {
    const full = String(finding.data?.full);
    const near = finding.data?.near;
    if (typeof near === "string") yield* rename(service, full, near);
    if (finding.variant === undefined) yield* create(cx.view, service, full);
    yield {
      title: { en: "Declare {full} as an existing Gateway in the settings", ko: "설정에 {full} Gateway가 있다고 등록" },
      args: { full },
      changes: [],
      settings: [{ key: "mesh.knownGateways", value: [full] }],
      preferred: finding.variant === "outside",
    };
  },
});

/** Gateways that istiod makes of the Gateway API's; no file ever declares them. */
function isOfGatewayApi(name: string): boolean {
  return name.includes("istio-autogenerated-k8s-gateway");
}

function judge(view: WorkspaceView, service: VirtualService, entry: Field<string>, full: string): Finding {
  const { value } = entry;
  const base = { at: entry.span, args: { gateway: value, full }, data: { full } };
  const namesakes = view.namedAnywhere("Gateway", bareName(full));
  const likely = namesakes[0] ?? nearest(view, full, service);
  if (likely !== undefined) {
    const near = spelling(likely, service);
    return {
      ...base,
      args: { ...base.args, near },
      data: { full, near },
      variant: namesakes.length > 0 ? "elsewhere" : "typo",
      related: [
        {
          place: { document: likely.document, span: headSpan(likely) },
          text: { en: "The Gateway {near} is here.", ko: "{near} Gateway가 여기 있습니다." },
          args: { near },
        },
      ],
    };
  }
  if (view.settings.knowledge === "whole" || isMissingPiece(view, service, full)) return base;
  // Files without any Gateway are hardly meant to hold this one.
  return { ...base, variant: "outside", severity: view.declares("Gateway") ? "information" : "hint" };
}

function bareName(full: string): string {
  return full.slice(full.indexOf("/") + 1);
}

/** The Gateway that was probably meant: a slip away, or less near and bound to nothing else; one of the namespace before others. */
function nearest(view: WorkspaceView, full: string, service: VirtualService): Gateway | undefined {
  const gateways = view.all("Gateway");
  if (gateways.length === 0) return undefined;
  const taken = new Set(boundGateways(service).map(({ name }) => name));
  const namespace = full.slice(0, full.indexOf("/"));
  const free = gateways
    .filter((gateway) => !taken.has(fullName(gateway)))
    .sort((a, b) => Number(b.namespace === namespace) - Number(a.namespace === namespace));
  const slip = free.find((gateway) => isSlip(bareName(full), gateway.name?.value ?? ""));
  if (slip !== undefined) return slip;
  const idle = free.filter(
    (gateway) => view.boundTo(fullName(gateway)).length === 0 && gatewayHops(view, service).length > 0,
  );
  const name = closest(
    bareName(full),
    idle.map((gateway) => gateway.name?.value ?? ""),
  );
  return idle.find((gateway) => gateway.name?.value === name);
}

function spelling(gateway: Gateway, service: VirtualService): string {
  return gateway.namespace === service.namespace ? (gateway.name?.value ?? "") : fullName(gateway);
}

/**
 * Whether the rest of the set is here: the sidecars are led to a gateway, and the host behind it is described. A Gateway of another namespace
 * may well be another team's, unless something of the set lives there too.
 */
function isMissingPiece(view: WorkspaceView, service: VirtualService, full: string): boolean {
  if (gatewayHops(view, service).length === 0) return false;
  const hosts = routesOf(service)
    .flatMap(targetsOf)
    .map((destination) => destinationHost(view, service, destination));
  const pieces = hosts.flatMap((host) => [
    ...view.forHost("ServiceEntry", host),
    ...view.forHost("DestinationRule", host),
  ]);
  const namespace = full.slice(0, full.indexOf("/"));
  return pieces.length > 0 && [service, ...pieces].some((piece) => piece.namespace === namespace);
}

/** Writes the right name wherever the VirtualService has the wrong one. */
function* rename(service: VirtualService, full: string, near: string): Iterable<Repair> {
  const { document } = service;
  const inMatches = routesOf(service).flatMap((route) => route.matches.flatMap((match) => match.gateways));
  const edits = [...service.gateways, ...inMatches]
    .filter((entry) => qualifyGateway(entry.value, service.namespace) === full)
    .flatMap((entry) => {
      const scalar = scalarAt(document.root, entry.span.start);
      return scalar === undefined ? [] : [replaceScalar(scalar, near)];
    });
  if (edits.length === 0) return;
  yield {
    title: { en: "Change to {near}", ko: "{near} 값으로 변경" },
    args: { near },
    changes: [{ document, edits }],
    preferred: true,
    safe: true,
  };
}

/** Writes the Gateway that the routes are made for: on the pods the sidecars are led to, on the port and with the protocol of the hop. */
function* create(view: WorkspaceView, service: VirtualService, full: string): Iterable<Repair> {
  const hop = gatewayHops(view, service)[0];
  const [namespace = "", name = ""] = full.split("/");
  const routes = routesAt(service, full);
  const number = routes.flatMap((route) => matchedPorts(service, route, full))[0] ?? hop?.destination.port?.value ?? 80;
  const hosts = service.hosts.map((host) => host.value);
  if (hop === undefined || hosts.length === 0) return;
  const tls = effectiveTls(view, {
    proxyNamespace: service.namespace,
    host: hop.host,
    serviceNamespace: hop.workload.namespace,
    port: hop.destination.port?.value ?? number,
    subset: hop.destination.subset?.value,
  });
  const isPassthrough = routes.some((route) => route.routeKind === "tls");
  const isEncrypted = tls?.mode === "ISTIO_MUTUAL";
  const { istio, ...labels } = hop.workload.labels;
  yield* createBeside(
    service,
    [
      gatewayTemplate(
        { name, namespace: namespace === service.namespace ? namespaceBeside(service) : namespace },
        {
          selector: istio === undefined ? labels : { istio },
          host: hosts,
          port: isPassthrough
            ? { number: String(number), name: "tls", protocol: "TLS" }
            : isEncrypted
              ? { number: String(number), name: "https", protocol: "HTTPS" }
              : { number: String(number), name: "http", protocol: "HTTP" },
          ...(isPassthrough ? { tlsMode: "PASSTHROUGH" } : isEncrypted ? { tlsMode: "ISTIO_MUTUAL" } : {}),
        },
      ),
    ],
    { en: "Create the Gateway {full}", ko: "{full} Gateway 만들기" },
    { args: { full }, preferred: true, safe: true },
  );
}
