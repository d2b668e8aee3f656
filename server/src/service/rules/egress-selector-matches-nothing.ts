// A Gateway configures the pods that its selector finds, in whatever namespace. For an egress gateway these must be the pods behind the Service
// that the sidecars are led to. Pods that no file shows may exist; Istio's own egress gateway is known by the labels its charts give it.
// https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway (selector)
import { isSlip } from "../base/edit-distance";
import type { Gateway } from "../model/gateway";
import { fullName } from "../model/resource";
import type { VirtualService } from "../model/virtual-service";
import { replaceScalar, setEntry } from "../syntax/edit";
import { isKnownHost, routedDestinations } from "../traffic/destinations";
import { gatewayWorkload, knownGateways, selectorOf } from "../traffic/gateways";
import { boundGateways, type GatewayHop, gatewayHops, isInMesh, seenGateways } from "../traffic/legs";
import { clusterHostParts } from "../traffic/registry";
import { meshFacts } from "../traffic/mesh";
import { MESH_GATEWAY } from "../workspace/names";
import { mayMeet } from "../workspace/neighbourhood";
import { isSubset } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import { defineRule, type Finding, type Repair } from "./define";
import { scalarAt } from "./repairs";

export const rule = defineRule({
  code: "egress-selector-matches-nothing",
  severity: "warning",
  certainty: "seen",
  subjects: ["Gateway"],
  seeAlso: ["IST0101", "KIA0302"],
  text: {
    en: {
      title: "Gateway that selects no egress gateway pods",
      what: "{service} leads to {host}, whose pods have the labels {labels}, but this Gateway selects {selector}.",
      why: "The pods that get the requests have no listener for them: connections are refused, or end in 404.",
      next: "Select {labels}, or lead the sidecars to the Service of the selected pods.",
    },
    ko: {
      title: "egress gateway 파드를 선택하지 않는 Gateway",
      what: "{service} VirtualService는 {host} 호스트로 보내고 그 파드의 라벨은 {labels}인데, 이 Gateway는 {selector} 라벨을 선택합니다.",
      why: "요청을 받는 파드에 해당 리스너가 없어 연결이 거부되거나 404로 끝납니다.",
      next: "{labels} 라벨을 선택하거나, 사이드카가 선택한 파드의 Service로 보내게 합니다.",
    },
  },
  variants: {
    typo: {
      en: {
        what: "No pods are known with {selector}, but the egress gateway's have {near}.",
        why: "A Gateway that selects no pods has no effect.",
        next: "Write {near}, if that is what is meant.",
      },
      ko: {
        what: "{selector} 라벨을 가진 파드는 알려진 것이 없고, egress gateway의 파드에는 {near} 라벨이 있습니다.",
        why: "파드를 선택하지 못하는 Gateway는 아무 효과가 없습니다.",
        next: "{near} 라벨을 뜻한 것이면 그렇게 고칩니다.",
      },
    },
    outside: {
      en: {
        what: "No pods are known with {selector}.",
        why: "They may exist in the cluster. If they do not, this Gateway has no effect.",
        next: "If the gateway exists, describe it in the settings.",
      },
      ko: {
        what: "{selector} 라벨을 가진 파드는 알려진 것이 없습니다.",
        why: "클러스터에는 있을 수 있습니다. 없다면 이 Gateway는 아무 효과가 없습니다.",
        next: "실제로 있는 gateway라면 설정에 등록합니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: Gateway
spec:
  selector:
    istio: ingressgateway
    #      ^^^^^^^^^^^^^^ warning egress-selector-matches-nothing
`,
      `#- without: VirtualService
kind: Gateway
spec:
  selector:
    istio: egress-gateway
    #      ^^^^^^^^^^^^^^ warning egress-selector-matches-nothing
`,
    ],
  },
  *check(cx, gateway) {
    if (gateway.uncertain || gateway.selector.length === 0) return;
    const users = cx.view
      .boundTo(fullName(gateway))
      .filter((service) => !service.uncertain && isInMesh(service) && mayMeet(gateway, service));
    const led = users.flatMap((service) => gatewayHops(cx.view, service).map((hop) => ({ service, hop })));
    if (led.length > 0) {
      const stray = led.find(({ service, hop }) => isStray(cx.view, gateway, service, hop));
      if (stray !== undefined && led.every(({ hop }) => !selects(gateway, hop)))
        yield misled(gateway, stray.service, stray.hop);
      return;
    }
    if (hasPods(cx.view, gateway) || !saysEgress(gateway) || users.some((service) => isToldAtRoute(cx.view, service)))
      return;
    yield unmatched(cx.view, gateway);
  },
  *repair(_cx, gateway, finding) {
    if (finding.variant === "outside") {
      yield* describe(gateway);
      return;
    }
    const { key, value } = finding.data ?? {};
    if (typeof key === "string" && typeof value === "string") yield* reselect(gateway, { key, value });
  },
});

function selects(gateway: Gateway, hop: GatewayHop): boolean {
  return isSubset(selectorOf(gateway), hop.workload.labels);
}

/** Whether the sidecars are led to pods that neither this Gateway nor another one of the VirtualService selects. */
function isStray(view: WorkspaceView, gateway: Gateway, service: VirtualService, hop: GatewayHop): boolean {
  const others = seenGateways(view, service).filter((other) => other !== gateway);
  const unseen = boundGateways(service).filter(({ name }) => name !== MESH_GATEWAY).length > others.length + 1;
  return !selects(gateway, hop) && !unseen && !others.some((other) => selects(other, hop));
}

function hasPods(view: WorkspaceView, gateway: Gateway): boolean {
  const selector = selectorOf(gateway);
  return (
    gatewayWorkload(view, gateway) !== undefined ||
    view.all("Workload").some((workload) => isSubset(selector, workload.podLabels)) ||
    view.all("Service").some((service) => service.selector !== undefined && isSubset(selector, service.selector))
  );
}

/** Whether the labels are those of an egress gateway by their words. Other Gateways let traffic in, and are not judged. */
function saysEgress(gateway: Gateway): boolean {
  return gateway.selector.some(({ value }) => value.value.toLowerCase().includes("egress"));
}

/** Whether the sidecars are led to a Service that no file shows: then the route says what is not known. */
function isToldAtRoute(view: WorkspaceView, service: VirtualService): boolean {
  return routedDestinations(view, service).some(
    ({ host }) => clusterHostParts(host, meshFacts(view)) !== undefined && !isKnownHost(view, host),
  );
}

function misled(gateway: Gateway, service: VirtualService, hop: GatewayHop): Finding {
  const wrong = gateway.selector.find(({ key, value }) => hop.workload.labels[key.value] !== value.value);
  const { labels } = hop.workload;
  const meant = labels.istio === undefined ? labels : { istio: labels.istio };
  const [only, ...more] = Object.entries(meant);
  return {
    at: wrong?.value.span ?? gateway.kind.span,
    args: { service: fullName(service), host: hop.host, labels: textOf(meant), selector: textOf(selectorOf(gateway)) },
    ...(only === undefined || more.length > 0 ? {} : { data: { key: only[0], value: only[1] } }),
    related: [
      {
        place: { document: service.document, span: hop.destination.host?.span ?? hop.destination.span },
        text: { en: "The sidecars are led there.", ko: "사이드카는 이곳으로 보냅니다." },
      },
    ],
  };
}

function unmatched(view: WorkspaceView, gateway: Gateway): Finding {
  const at = gateway.selector[0]?.value.span ?? gateway.kind.span;
  const args = { selector: textOf(selectorOf(gateway)) };
  const near = nearLabel(view, gateway);
  if (near !== undefined)
    return {
      at: near.at.span,
      args: { ...args, near: `${near.key}: ${near.value}` },
      data: { key: near.key, value: near.value },
      variant: "typo",
    };
  const isWhole = view.settings.knowledge === "whole";
  return { at, args, variant: "outside", severity: isWhole ? "warning" : "information" };
}

interface NearLabel {
  readonly key: string;
  readonly value: string;
  readonly at: Gateway["selector"][number]["value"];
}

/** A label of a known gateway that one of the selector's is a slip away from. */
function nearLabel(view: WorkspaceView, gateway: Gateway): NearLabel | undefined {
  for (const { key, value } of gateway.selector) {
    for (const known of knownGateways(view)) {
      const label = known.labels[key.value];
      if (label === undefined) continue;
      const bare = (text: string): string => text.replace(/[-_.]/g, "");
      if (bare(label) === bare(value.value) || isSlip(value.value, label))
        return { key: key.value, value: label, at: value };
    }
  }
  return undefined;
}

function textOf(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}: ${value}`)
    .join(", ");
}

function* reselect(gateway: Gateway, near: Omit<NearLabel, "at">): Iterable<Repair> {
  const { document, spec, selector } = gateway;
  const entry = selector.find(({ key }) => key.value === near.key);
  const scalar = entry === undefined ? undefined : scalarAt(document.root, entry.value.span.start);
  if (spec === undefined) return;
  yield {
    title: { en: "Select {label}", ko: "{label} 라벨 선택" },
    args: { label: `${near.key}: ${near.value}` },
    changes: [
      {
        document,
        edits: [
          scalar !== undefined && selector.length === 1
            ? replaceScalar(scalar, near.value)
            : setEntry(document, spec, "selector", { [near.key]: near.value }),
        ],
      },
    ],
    preferred: true,
    safe: true,
  };
}

/** Describes pods with the selector's labels, on the ports of the servers; the Service's name is guessed from the labels. */
function* describe(gateway: Gateway): Iterable<Repair> {
  const labels = selectorOf(gateway);
  const name = labels.app ?? Object.values(labels)[0];
  if (name === undefined) return;
  const ports = [...new Set(gateway.servers.flatMap(({ number }) => number?.value ?? []))];
  yield {
    title: { en: "Describe the gateway {name} in the settings", ko: "설정에 {name} gateway 등록" },
    args: { name },
    changes: [],
    settings: [
      {
        key: "gateways",
        value: [
          { name, namespace: gateway.namespace, labels, ports: ports.map((port) => ({ port, targetPort: port })) },
        ],
      },
    ],
    preferred: true,
  };
}
