// What the workspace knows about the thing under a hover: the service behind a host, the DestinationRule that holds for it, the Gateway behind a
// name, who refers to the resource, and the requests that pass here. All of it is asked of the registry and the traffic engine.
import type { Locale, LocalizedText } from "../base/localized-text";
import type { Gateway } from "../model/gateway";
import { fullName } from "../model/resource";
import type { IstioResource } from "../model/lower";
import type { VirtualService } from "../model/virtual-service";
import { docKeyAt } from "../schema/docs";
import { placeAt } from "../schema/structure";
import { nodeAtPath, type YamlNode } from "../syntax/yaml-node";
import { gatewayWorkload } from "../traffic/gateways";
import { gatewaysNamed } from "../traffic/legs";
import type { Block } from "../words/markup";
import { code } from "../words/markup";
import { say } from "../words/words";
import { MESH_GATEWAY, qualifyGateway } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { hostFacts, portFacts, subsetFacts } from "./hover-hosts";
import { pathFacts, secretFacts } from "./hover-paths";
import { type Fact, fact, named, serverWords } from "./hover-words";
import type { HoverTarget } from "./hover-target";

/** More facts than this are more than anybody reads above a word. */
const MOST_FACTS = 8;

const HERE: LocalizedText = { en: "In this workspace", ko: "이 작업 영역에서는" };

/** The facts as one list with a title; nothing when the workspace knows nothing about it. */
export function hereBlocks(view: WorkspaceView, target: HoverTarget, locale: Locale): readonly Block[] {
  const { resource } = target;
  if (resource === undefined) return [];
  const items = [...new Set(factsAbout(view, target, resource).map((one) => one(locale)))].slice(0, MOST_FACTS);
  return items.length === 0 ? [] : [{ kind: "list", label: say(HERE, locale), items }];
}

function factsAbout(view: WorkspaceView, target: HoverTarget, resource: IstioResource): readonly Fact[] {
  const [top, ...below] = target.path;
  if (top !== "spec") return [...referrers(view, resource), ...pathFacts(view, resource, undefined)];
  const place = placeAt(target.kind, below);
  if (place === undefined) return [];
  const scalars = scalarsOf(nodeAtPath(resource.root, target.path));
  const paths = pathFacts(view, resource, target);
  switch (place.field?.format) {
    case "host":
      return [...scalars.flatMap((host) => hostFacts(view, resource, host)), ...paths];
    case "scoped-host":
      return [...scalars.flatMap((host) => hostFacts(view, resource, host.slice(host.indexOf("/") + 1))), ...paths];
    case "gateway":
      return [...scalars.flatMap((gateway) => gatewayFacts(view, resource, gateway)), ...paths];
    default:
  }
  switch (docKeyAt(place)) {
    case "Gateway.selector":
      return resource.type === "Gateway" ? podFacts(view, resource, SELECTS) : [];
    case "Destination.port":
    case "PortSelector.number":
    case "PortTrafficPolicy.port":
    case "ServicePort.number":
    case "ServicePort.name":
    case "ServicePort.protocol":
    case "ServicePort.targetPort":
      return resource.type === "DestinationRule"
        ? [...paths, ...portFacts(view, resource, target.offset)]
        : [...portFacts(view, resource, target.offset), ...paths];
    case "Destination.subset":
    case "Subset.name":
      return [...subsetFacts(view, resource, target.offset), ...paths];
    case "ClientTLSSettings.credentialName":
      return [...paths, ...secretFacts(view, resource, target)];
    default:
      return paths;
  }
}

const BOUND: LocalizedText = {
  en: "{service} says where the requests that arrive here go.",
  ko: "여기로 들어온 요청의 목적지는 {service} 리소스에서 정합니다.",
};
const ROUTES_HERE: LocalizedText = {
  en: "{service} has routes that lead to its hosts.",
  ko: "{service} 리소스에 이 호스트로 보내는 경로가 있습니다.",
};
const DELEGATES: LocalizedText = {
  en: "{service} hands requests over to it (delegate).",
  ko: "{service} 리소스가 요청을 이 리소스에 위임합니다(delegate).",
};
const EVERY_SIDECAR: LocalizedText = {
  en: "{name} means the sidecars: the rules hold for requests where the app sends them.",
  ko: "{name} 값은 모든 사이드카를 뜻하며, 앱이 요청을 보내는 자리에서 규칙이 적용됩니다.",
};
const GATEWAY_IS: LocalizedText = {
  en: "{gateway} opens {servers}.",
  ko: "{gateway} 리소스가 여는 포트: {servers}.",
};
const GATEWAY_UNSEEN: LocalizedText = {
  en: "No file here has a Gateway {gateway}; it may exist in the cluster.",
  ko: "여기 파일에는 {gateway} Gateway가 없습니다. 클러스터에는 있을 수 있습니다.",
};
const SELECTS: LocalizedText = {
  en: "These labels select the pods of {workload} ({source}).",
  ko: "이 라벨이 선택하는 파드: {workload} ({source}).",
};
const CONFIGURES: LocalizedText = {
  en: "It configures the pods of {workload} ({source}).",
  ko: "설정이 적용되는 파드: {workload} ({source}).",
};
const SOURCES: Readonly<Record<"files" | "settings" | "charts" | "selector", LocalizedText>> = {
  files: { en: "from these files", ko: "작업 영역의 파일 기준" },
  settings: { en: "from the settings", ko: "설정 기준" },
  charts: { en: "as Istio's charts install it", ko: "Istio 차트의 기본 구성 기준" },
  selector: { en: "judged by the labels", ko: "라벨 기준" },
};

/** Who needs this resource. */
function referrers(view: WorkspaceView, resource: IstioResource): readonly Fact[] {
  switch (resource.type) {
    case "Gateway":
      return view.boundTo(fullName(resource)).map((service) => fact(BOUND, { service: named(service) }));
    case "ServiceEntry": {
      const services = resource.hosts.flatMap((host) => view.routingTo(host.value.toLowerCase()));
      return services.map((service) => fact(ROUTES_HERE, { service: named(service) }));
    }
    case "VirtualService":
      return view.all("VirtualService").flatMap((service) => delegates(service, resource));
    default:
      return [];
  }
}

function delegates(from: VirtualService, to: VirtualService): readonly Fact[] {
  const isMeant = from.http.some(
    ({ delegate }) =>
      delegate?.name !== undefined &&
      delegate.name.value === to.name?.value &&
      (delegate.namespace?.value ?? from.namespace) === to.namespace,
  );
  return isMeant ? [fact(DELEGATES, { service: named(from) })] : [];
}

function gatewayFacts(view: WorkspaceView, resource: IstioResource, name: string): readonly Fact[] {
  if (name === MESH_GATEWAY) return [fact(EVERY_SIDECAR, { name: code(name) })];
  const qualified = qualifyGateway(name, resource.namespace);
  const found = gatewaysNamed(view, qualified);
  if (found.length === 0) {
    return view.isUncertain("Gateway") ? [] : [fact(GATEWAY_UNSEEN, { gateway: code(qualified) })];
  }
  return found.flatMap((gateway) => [
    fact(GATEWAY_IS, { gateway: named(gateway), servers: gateway.servers.map(serverWords).join("; ") }),
    ...podFacts(view, gateway, CONFIGURES),
  ]);
}

function podFacts(view: WorkspaceView, gateway: Gateway, text: LocalizedText): readonly Fact[] {
  if (gateway.selector.length === 0) return [];
  const workload = gatewayWorkload(view, gateway);
  if (workload === undefined) return [];
  return [
    (locale) => say(text, locale, { workload: code(workload.name), source: say(SOURCES[workload.source], locale) }),
  ];
}

/** The texts of a single value, or of a list of them; at most a few. */
function scalarsOf(node: YamlNode | undefined): readonly string[] {
  if (node?.kind === "scalar") return [typeof node.value === "string" ? node.value : node.source];
  if (node?.kind === "sequence") return node.items.slice(0, 3).flatMap(scalarsOf);
  return [];
}
