// What a trace takes for granted because the files do not say it, with the sentence for people. Whoever shows a trace fills in the arguments.
import type { LocalizedText } from "../base/localized-text";

/** What is taken for granted. */
export type AssumptionCode =
  | "outbound-policy-default"
  | "service-not-seen"
  | "port-not-seen"
  | "http-listener-not-seen"
  | "gateway-as-shipped"
  | "gateway-from-settings"
  | "gateway-service-not-seen"
  | "gateway-unconfigured"
  | "gateway-not-seen"
  | "gateway-pods-not-seen"
  | "secret-not-seen"
  | "certificate-files"
  | "client-certificate-trusted"
  | "namespace-not-written"
  | "order-by-name"
  | "text-in-doubt"
  | "pattern-not-evaluated"
  | "weights"
  | "workload-labels-unknown"
  | "endpoint-tls-unknown"
  | "address-unknown"
  | "delegate-not-seen"
  | "tunnel-proxy"
  | "not-followed"
  | "let-through"
  | "waypoint-not-followed";

/**
 * Where the truth of an assumption lives: `default` is what Istio does, or the settings say, unless something unseen changes it; `cluster` may be in
 * the cluster, since the files name it and do not hold it; `unknowable` cannot be told from configuration, or not from these files' texts.
 */
export type AssumptionKind = "default" | "cluster" | "unknowable";

/** The kind of each assumption. */
export const assumptionKinds: Readonly<Record<AssumptionCode, AssumptionKind>> = {
  "outbound-policy-default": "default",
  "service-not-seen": "cluster",
  "port-not-seen": "cluster",
  "http-listener-not-seen": "cluster",
  "gateway-as-shipped": "default",
  "gateway-from-settings": "default",
  "gateway-service-not-seen": "cluster",
  "gateway-unconfigured": "cluster",
  "gateway-not-seen": "cluster",
  "gateway-pods-not-seen": "cluster",
  "secret-not-seen": "cluster",
  "certificate-files": "unknowable",
  "client-certificate-trusted": "unknowable",
  "namespace-not-written": "unknowable",
  "order-by-name": "unknowable",
  "text-in-doubt": "unknowable",
  "pattern-not-evaluated": "unknowable",
  weights: "unknowable",
  "workload-labels-unknown": "cluster",
  "endpoint-tls-unknown": "default",
  "address-unknown": "unknowable",
  "delegate-not-seen": "cluster",
  "tunnel-proxy": "unknowable",
  "not-followed": "unknowable",
  "let-through": "unknowable",
  "waypoint-not-followed": "unknowable",
};

/** The sentence of each assumption. */
export const assumptionTexts: Readonly<Record<AssumptionCode, LocalizedText>> = {
  "outbound-policy-default": {
    en: "The mesh lets requests to unknown hosts out (ALLOW_ANY), Istio's default.",
    ko: "메시가 등록되지 않은 호스트로 나가는 요청을 허용한다고(Istio 기본값 ALLOW_ANY) 가정합니다.",
  },
  "service-not-seen": {
    en: "The Service {host} exists in the cluster.",
    ko: "{host} Service가 클러스터에 있다고 가정합니다.",
  },
  "port-not-seen": {
    en: "The Service {host} has the port {port}.",
    ko: "{host} Service에 {port}번 포트가 있다고 가정합니다.",
  },
  "http-listener-not-seen": {
    en: "Some HTTP Service uses port {port}, so sidecars handle HTTP there.",
    ko: "{port}번 포트를 쓰는 HTTP Service가 있어 사이드카가 그 포트에서 HTTP를 처리한다고 가정합니다.",
  },
  "gateway-as-shipped": {
    en: "The gateway {gateway} runs as Istio's charts install it.",
    ko: "{gateway} gateway가 Istio 차트의 기본 구성대로 설치되어 있다고 가정합니다.",
  },
  "gateway-from-settings": {
    en: "The gateway {gateway} runs as the settings describe it.",
    ko: "{gateway} gateway가 설정에 적힌 대로 실행 중이라고 가정합니다.",
  },
  "gateway-service-not-seen": {
    en: "The Service {host} leads to the pods that the Gateway {gateway} selects.",
    ko: "{host} Service가 {gateway} Gateway에서 선택한 파드로 연결된다고 가정합니다.",
  },
  "gateway-not-seen": {
    en: "The Gateway {gateway}, which is in no file, takes requests on port {port}.",
    ko: "어느 파일에도 없는 {gateway} Gateway가 {port} 포트에서 요청을 받는다고 가정합니다.",
  },
  "gateway-unconfigured": {
    en: "Another Gateway, not among the files, may configure {gateway}.",
    ko: "{gateway} gateway를 구성하는 Gateway가 이 파일들 밖에 더 있을 수 있습니다.",
  },
  "gateway-pods-not-seen": {
    en: "The pods behind {gateway} have the labels of its Service's selector.",
    ko: "{gateway} 뒤의 파드에 해당 Service의 selector 라벨이 있다고 가정합니다.",
  },
  "secret-not-seen": {
    en: "The Secret {name} exists in the namespace {namespace} with the keys it needs.",
    ko: "{name} Secret이 필요한 키와 함께 {namespace} 네임스페이스에 있다고 가정합니다.",
  },
  "certificate-files": {
    en: "The file {path} exists in the proxy that opens the connection.",
    ko: "연결을 여는 프록시 안에 {path} 파일이 있다고 가정합니다.",
  },
  "client-certificate-trusted": {
    en: "The gateway trusts the client certificate it is shown.",
    ko: "gateway가 제시된 클라이언트 인증서를 신뢰한다고 가정합니다.",
  },
  "namespace-not-written": {
    en: "The DestinationRule {rule}, whose file names no namespace, is applied in one that the proxy of {namespace} reads.",
    ko: "네임스페이스가 적혀 있지 않은 {rule} DestinationRule이 {namespace} 네임스페이스의 프록시가 읽는 네임스페이스에 적용된다고 가정합니다.",
  },
  "order-by-name": {
    en: "{first} and {second} claim the same; without creation times, the first by name counts as the older one.",
    ko: "{first} 리소스와 {second} 리소스가 같은 대상을 다룹니다. 생성 시각을 알 수 없어 이름순으로 앞선 리소스를 먼저 만든 것으로 봅니다.",
  },
  "text-in-doubt": {
    en: "Files with templates or broken YAML hold no other {type} that matters here.",
    ko: "템플릿이나 잘못된 YAML이 있는 파일에 이 경로와 관련된 {type} 리소스가 더 없다고 가정합니다.",
  },
  "pattern-not-evaluated": {
    en: "The pattern {pattern} cannot be evaluated here and is taken not to match.",
    ko: "{pattern} 패턴은 여기서 평가할 수 없어 일치하지 않는 것으로 봅니다.",
  },
  weights: {
    en: "The route splits traffic; the destination with the largest share is followed.",
    ko: "경로가 트래픽을 나누므로 비율이 가장 큰 목적지를 따라갑니다.",
  },
  "workload-labels-unknown": {
    en: "{resource} is for workloads with certain labels; the client's are not known, so it is taken not to apply.",
    ko: "{resource} 리소스는 특정 라벨의 워크로드에만 적용됩니다. 클라이언트의 라벨을 알 수 없어 적용되지 않는 것으로 봅니다.",
  },
  "endpoint-tls-unknown": {
    en: "Between sidecars, mutual TLS is added automatically; it does not change this path.",
    ko: "사이드카 사이에는 상호 TLS가 자동으로 적용되며 이 경로에는 영향을 주지 않습니다.",
  },
  "address-unknown": {
    en: "{host} resolves to an address outside the ranges that other ServiceEntries claim.",
    ko: "{host} 호스트의 주소가 다른 ServiceEntry의 주소 범위에 들지 않는다고 가정합니다.",
  },
  "delegate-not-seen": {
    en: "The delegate VirtualService {name} is not among the files and adds no route.",
    ko: "위임된 {name} VirtualService가 이 파일들에 없어 경로를 추가하지 않는 것으로 봅니다.",
  },
  "tunnel-proxy": {
    en: "The proxy {host} accepts the CONNECT tunnel to {target}.",
    ko: "{host} 프록시가 {target} 대상으로의 CONNECT 터널을 허용한다고 가정합니다.",
  },
  "not-followed": {
    en: "{kind} {namespace}/{name} is not followed and does not change this path.",
    ko: "{kind} {namespace}/{name} 리소스는 따라가지 않으며, 이 경로를 바꾸지 않는다고 가정합니다.",
  },
  "let-through": {
    en: "{kind} {namespace}/{name} lets these requests through.",
    ko: "{kind} {namespace}/{name} 리소스가 이 요청을 통과시킨다고 가정합니다.",
  },
  "waypoint-not-followed": {
    en: "The waypoint {waypoint} in front of {host} is not followed and does not change this path.",
    ko: "{host} 앞의 waypoint {waypoint} 리소스는 따라가지 않으며, 이 경로를 바꾸지 않는다고 가정합니다.",
  },
};
