// The sets of resources that can be written for somebody: which resources each has, in the order a request meets them, and how it is called.
// https://istio.io/latest/docs/tasks/traffic-management/egress/ describes the ways out of the mesh that these follow.
import type { LocalizedText } from "../base/localized-text";
import type { ParameterTexts, ScaffoldParameters } from "./parameters";
import {
  clusterHost,
  destinationRule,
  type EntryPort,
  gateway,
  type Identity,
  type RouteLeg,
  serviceEntry,
  virtualService,
} from "./resources";
import { join, type SlotText, type TemplateMapping } from "./template";

/** What the sets are called: on the command line, behind `istio-egress-` in prefixes, and as the base of rules' examples. */
export type ScaffoldId =
  | "classic"
  | "istio-mutual"
  | "mutual"
  | "sidecar"
  | "passthrough"
  | "wildcard"
  | "serviceentry"
  | "gateway"
  | "destinationrule"
  | "virtualservice";

/** A set that can be written. */
export interface ScaffoldVariant {
  readonly id: ScaffoldId;
  readonly title: LocalizedText;
  /** What it makes of a request, in one sentence. */
  readonly description: LocalizedText;
  /** Defaults that differ from the common ones. */
  readonly defaults: Partial<ScaffoldParameters>;
  readonly resources: (texts: ParameterTexts) => readonly TemplateMapping[];
}

/** All sets: the classic one, its variants, then single resources. */
export const scaffoldVariants: readonly ScaffoldVariant[] = [
  {
    id: "classic",
    title: { en: "Egress gateway with TLS origination", ko: "TLS origination을 하는 egress gateway" },
    description: {
      en: "Four resources: the app calls http://, the egress gateway opens TLS to the host.",
      ko: "리소스 4개: 앱은 http://로 호출하고 egress gateway가 호스트로 TLS를 시작합니다.",
    },
    defaults: {},
    resources: (texts) => [
      httpAndTlsEntry(texts),
      gateway(named(texts, "-egress"), {
        selector: { istio: texts.gatewayLabel },
        host: texts.host,
        port: { number: texts.gatewayPort, name: "http", protocol: "HTTP" },
      }),
      originatingRule(texts),
      httpThroughGateway(texts),
    ],
  },
  {
    id: "istio-mutual",
    title: { en: "Egress gateway with an encrypted hop", ko: "구간까지 암호화한 egress gateway" },
    description: {
      en: "Five resources: as the classic set, with Istio mutual TLS from the sidecar to the egress gateway.",
      ko: "리소스 5개: 기본 세트와 같고, 사이드카에서 egress gateway까지도 Istio 상호 TLS로 암호화합니다.",
    },
    defaults: {},
    resources: (texts) => [
      httpAndTlsEntry(texts),
      ...encryptedHop(texts),
      originatingRule(texts),
      httpThroughGateway(texts, texts.name),
    ],
  },
  {
    id: "mutual",
    title: { en: "Egress gateway with a client certificate", ko: "클라이언트 인증서를 쓰는 egress gateway" },
    description: {
      en: "Five resources: the egress gateway shows the host a client certificate from a Secret (MUTUAL, credentialName).",
      ko: "리소스 5개: egress gateway가 Secret의 클라이언트 인증서를 호스트에 제시합니다(MUTUAL, credentialName).",
    },
    // On a port of its own, so that the encrypted hop never meets a plain HTTP server on the gateway's port 80.
    defaults: { gatewayPort: 443 },
    resources: (texts) => [
      httpAndTlsEntry(texts),
      ...encryptedHop(texts),
      destinationRule(
        { name: join(texts.name, "-mutual-tls"), namespace: texts.gatewayNamespace },
        {
          host: texts.host,
          port: texts.tlsPort,
          // Without sni the proxy sends the host's name and checks it in the certificate; with it, it would not.
          tls: { mode: "MUTUAL", credentialName: texts.credentialName },
        },
      ),
      httpThroughGateway(texts, texts.name),
    ],
  },
  {
    id: "sidecar",
    title: { en: "TLS origination in the sidecar", ko: "사이드카에서 TLS origination" },
    description: {
      en: "Two resources, no gateway: the app calls http://, its own sidecar opens TLS to the host.",
      ko: "gateway 없이 리소스 2개: 앱은 http://로 호출하고 앱의 사이드카가 호스트로 TLS를 시작합니다.",
    },
    defaults: {},
    resources: (texts) => [
      serviceEntry(named(texts), {
        host: texts.host,
        ports: [
          { number: texts.httpPort, name: "http", protocol: "HTTP", targetPort: texts.tlsPort },
          { number: texts.tlsPort, name: "https", protocol: "HTTPS" },
        ],
        resolution: "DNS",
      }),
      destinationRule(named(texts, "-tls"), { host: texts.host, port: texts.httpPort, tls: { mode: "SIMPLE" } }),
    ],
  },
  {
    id: "passthrough",
    title: { en: "Egress gateway for the app's own TLS", ko: "앱의 TLS를 그대로 내보내는 egress gateway" },
    description: {
      en: "Three resources: the app calls https://, the egress gateway passes its TLS on by SNI without opening it.",
      ko: "리소스 3개: 앱은 https://로 호출하고 egress gateway는 TLS를 풀지 않고 SNI로 골라 내보냅니다.",
    },
    defaults: { gatewayPort: 443 },
    resources: (texts) => [
      serviceEntry(named(texts), { host: texts.host, ports: [tlsPort(texts)], resolution: "DNS" }),
      passthroughGateway(texts, texts.host),
      tlsThroughGateway(texts, texts.host, texts.host),
    ],
  },
  {
    id: "wildcard",
    title: { en: "Egress gateway for all hosts of a domain", ko: "도메인의 모든 호스트를 내보내는 egress gateway" },
    description: {
      en: "Four resources: https:// to any host below a domain leaves through the egress gateway, by way of one host that serves them all.",
      ko: "리소스 4개: 도메인 아래 모든 호스트로 가는 https://를 egress gateway로 내보내며, 이들을 모두 서비스하는 호스트 하나를 거칩니다.",
    },
    defaults: { host: "wikipedia.org", gatewayPort: 443 },
    resources: (texts) => {
      const wildcard = join("*.", texts.host);
      const concrete = join(texts.concreteHost, ".", texts.host);
      return [
        serviceEntry(named(texts, "-wildcard"), { host: wildcard, ports: [tlsPort(texts)], resolution: "NONE" }),
        serviceEntry(named(texts), { host: concrete, ports: [tlsPort(texts)], resolution: "DNS" }),
        passthroughGateway(texts, wildcard),
        tlsThroughGateway(texts, wildcard, concrete),
      ];
    },
  },
  {
    id: "serviceentry",
    title: { en: "ServiceEntry for a host outside the mesh", ko: "메시 밖 호스트를 위한 ServiceEntry" },
    description: {
      en: "Tells Istio of an external host with an HTTP and an HTTPS port.",
      ko: "HTTP 포트와 HTTPS 포트를 가진 외부 호스트를 Istio에 등록합니다.",
    },
    defaults: {},
    resources: (texts) => [httpAndTlsEntry(texts)],
  },
  {
    id: "gateway",
    title: { en: "Gateway on the egress gateway's pods", ko: "egress gateway 파드에 여는 Gateway" },
    description: {
      en: "Opens a port of the egress gateway for requests to an external host.",
      ko: "외부 호스트로 가는 요청을 받도록 egress gateway의 포트를 엽니다.",
    },
    defaults: {},
    resources: (texts) => [
      gateway(named(texts, "-egress"), {
        selector: { istio: texts.gatewayLabel },
        host: texts.host,
        port: { number: texts.gatewayPort, name: "http", protocol: "HTTP" },
      }),
    ],
  },
  {
    id: "destinationrule",
    title: { en: "DestinationRule that originates TLS", ko: "TLS를 시작하는 DestinationRule" },
    description: {
      en: "Opens TLS for the requests that go to one port of a host.",
      ko: "호스트의 한 포트로 가는 요청에 TLS를 시작합니다.",
    },
    defaults: {},
    resources: (texts) => [originatingRule(texts)],
  },
  {
    id: "virtualservice",
    title: { en: "VirtualService through the egress gateway", ko: "egress gateway를 거치는 VirtualService" },
    description: {
      en: "Leads requests from the sidecars to the egress gateway, and from there to the host.",
      ko: "요청을 사이드카에서 egress gateway로, 거기서 다시 호스트로 보냅니다.",
    },
    defaults: {},
    resources: (texts) => [httpThroughGateway(texts)],
  },
];

/** A set by its id, or nothing. */
export function scaffoldVariant(id: string): ScaffoldVariant | undefined {
  return scaffoldVariants.find((variant) => variant.id === id);
}

function named(texts: ParameterTexts, suffix = ""): Identity {
  return { name: suffix === "" ? texts.name : join(texts.name, suffix), namespace: texts.namespace };
}

function httpAndTlsEntry(texts: ParameterTexts): TemplateMapping {
  return serviceEntry(named(texts), {
    host: texts.host,
    ports: [
      { number: texts.httpPort, name: "http", protocol: "HTTP" },
      { number: texts.tlsPort, name: "https", protocol: "HTTPS" },
    ],
    resolution: "DNS",
  });
}

function tlsPort(texts: ParameterTexts): EntryPort {
  return { number: texts.tlsPort, name: "tls", protocol: "TLS" };
}

function originatingRule(texts: ParameterTexts): TemplateMapping {
  return destinationRule(named(texts, "-tls"), { host: texts.host, port: texts.tlsPort, tls: { mode: "SIMPLE" } });
}

/** The two resources that encrypt the way from the sidecar to the egress gateway: what the gateway opens, and what the sidecar opens. */
function encryptedHop(texts: ParameterTexts): readonly TemplateMapping[] {
  return [
    gateway(named(texts, "-egress"), {
      selector: { istio: texts.gatewayLabel },
      host: texts.host,
      port: { number: texts.gatewayPort, name: "https", protocol: "HTTPS" },
      tlsMode: "ISTIO_MUTUAL",
    }),
    destinationRule(named(texts, "-to-egress"), {
      host: clusterHost(texts.gatewayService, texts.gatewayNamespace),
      subset: texts.name,
      port: texts.gatewayPort,
      tls: { mode: "ISTIO_MUTUAL", sni: texts.host },
    }),
  ];
}

function httpThroughGateway(texts: ParameterTexts, subset?: SlotText): TemplateMapping {
  const gatewayName = join(texts.name, "-egress");
  return virtualService(named(texts, "-through-egress"), {
    host: texts.host,
    gateways: [gatewayName, "mesh"],
    routeKind: "http",
    legs: [
      { name: "to-egress-gateway", gateway: "mesh", port: texts.httpPort, to: gatewayTarget(texts, subset) },
      {
        name: "to-host",
        gateway: gatewayName,
        port: texts.gatewayPort,
        to: { host: texts.host, port: texts.tlsPort },
      },
    ],
  });
}

function passthroughGateway(texts: ParameterTexts, host: SlotText): TemplateMapping {
  return gateway(named(texts, "-egress"), {
    selector: { istio: texts.gatewayLabel },
    host,
    port: { number: texts.gatewayPort, name: "tls", protocol: "TLS" },
    tlsMode: "PASSTHROUGH",
  });
}

function tlsThroughGateway(texts: ParameterTexts, host: SlotText, destination: SlotText): TemplateMapping {
  const gatewayName = join(texts.name, "-egress");
  return virtualService(named(texts, "-through-egress"), {
    host,
    gateways: [gatewayName, "mesh"],
    routeKind: "tls",
    legs: [
      { gateway: "mesh", port: texts.tlsPort, sniHost: host, to: gatewayTarget(texts) },
      {
        gateway: gatewayName,
        port: texts.gatewayPort,
        sniHost: host,
        to: { host: destination, port: texts.tlsPort },
      },
    ],
  });
}

function gatewayTarget(texts: ParameterTexts, subset?: SlotText): RouteLeg["to"] {
  const host = clusterHost(texts.gatewayService, texts.gatewayNamespace);
  return subset === undefined ? { host, port: texts.gatewayPort } : { host, subset, port: texts.gatewayPort };
}
