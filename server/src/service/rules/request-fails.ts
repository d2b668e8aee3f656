// A request that the files evidently mean fails on its way, and no other rule knows why: the decision that ends the path is told as it stands, at
// the text that decides. So no failing path is silent. https://istio.io/latest/docs/ops/diagnostic-tools/proxy-cmd/ shows the same in a cluster.
import { isIstioResource, resourcesOf } from "../model/lower";
import { type DocumentSpan, headSpan } from "../model/resource";
import { surroundingsOf } from "../traffic/clients";
import { gatewayBehind } from "../traffic/gateways";
import { sourcesAbout, type WitnessTrace } from "../traffic/paths";
import type { WitnessSource } from "../traffic/witnesses";
import type { WorkspaceView } from "../workspace/view";
import type { FailingDecision, Hop, Step } from "../traffic/trace";
import { definePathRule, type PathFinding, type RuleVariant } from "./define";
import { FAILING_DECISIONS } from "./told-by";

/** What fails, for each decision that can end a path; `why` names what the app sees. */
const variants: Readonly<Record<FailingDecision, RuleVariant>> = {
  refused: {
    en: {
      what: "Requests to {url} from {client} are refused: no ServiceEntry that this proxy sees declares {host}, and the mesh lets only declared hosts out.",
      why: "Apps get 502 or a closed connection.",
      next: "Declare the host in a ServiceEntry that is exported to {client}, or import it in its Sidecar.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 거부됩니다. 이 프록시가 아는 ServiceEntry에 {host} 호스트가 없고, 메시는 선언된 호스트로만 나가게 합니다.",
      why: "앱은 502를 받거나 연결이 끊깁니다.",
      next: "{client} 네임스페이스에 공개된 ServiceEntry에 호스트를 선언하거나, Sidecar에서 가져옵니다.",
    },
  },
  "no-virtual-host": {
    en: {
      what: "Requests to {url} from {client} reach {proxy} on port {port}, which has no routes for {authority}.",
      why: "Apps get 404.",
      next: "Let a VirtualService that this proxy sees have {authority} among its hosts, and the Gateway's server too.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {proxy} 프록시의 {port} 포트에 도착하지만, 거기에는 {authority} 호스트의 경로가 없습니다.",
      why: "앱은 404를 받습니다.",
      next: "이 프록시에 보이는 VirtualService와 Gateway 서버의 hosts에 {authority} 호스트를 적습니다.",
    },
  },
  "no-rule-matches": {
    en: {
      what: "Requests to {url} from {client} get as far as {proxy}, where none of the routes for {authority} takes them.",
      why: "Apps get 404.",
      next: "Widen the match of a route there, or add one without match behind it.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {proxy} 프록시까지 가지만, 거기에 있는 {authority} 호스트의 어느 경로에도 맞지 않습니다.",
      why: "앱은 404를 받습니다.",
      next: "거기의 경로 하나의 match를 넓히거나, match가 없는 경로를 뒤에 둡니다.",
    },
  },
  "rule-without-destination": {
    en: {
      what: "Requests to {url} from {client} take a route that leads nowhere.",
      why: "Apps get 404 or a closed connection.",
      next: "Give the route a destination.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 목적지가 없는 경로를 탑니다.",
      why: "앱은 404를 받거나 연결이 끊깁니다.",
      next: "경로에 목적지를 적습니다.",
    },
  },
  "host-not-in-registry": {
    en: {
      what: "Requests to {url} from {client} are sent to {host}, which {proxy} does not know: nothing declares it.",
      why: "Apps get 503.",
      next: "Declare {host} in a ServiceEntry, or correct the destination.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {host} 호스트로 향하지만, 어디에도 선언되지 않아 {proxy} 프록시가 모릅니다.",
      why: "앱은 503을 받습니다.",
      next: "{host} 호스트를 ServiceEntry에 선언하거나 목적지를 고칩니다.",
    },
  },
  "host-not-visible": {
    en: {
      what: "Requests to {url} from {client} are sent to {host}, whose declaration is not exported to {proxy}.",
      why: "Apps get 503.",
      next: "Export the declaration to the namespace of this proxy.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {host} 호스트로 향하지만, 그 선언이 {proxy} 프록시에 공개되지 않았습니다.",
      why: "앱은 503을 받습니다.",
      next: "이 프록시의 네임스페이스에 선언을 공개합니다.",
    },
  },
  "port-not-declared": {
    en: {
      what: "Requests to {url} from {client} are sent to port {port} of {host}, which does not declare it.",
      why: "Apps get 503 or a refused connection.",
      next: "Declare the port, or lead to one that is declared.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {host} 호스트의 {port} 포트로 향하지만, 이 포트는 선언되어 있지 않습니다.",
      why: "앱은 503을 받거나 연결이 거부됩니다.",
      next: "포트를 선언하거나, 선언된 포트로 보냅니다.",
    },
  },
  "subset-not-declared": {
    en: {
      what: "Requests to {url} from {client} are sent to the subset {subset} of {host}, which no DestinationRule in force at {proxy} declares.",
      why: "Apps get 503.",
      next: "Put the DestinationRule with the subset where this proxy reads it: in its own namespace, or in that of the host, and with no other rule for the host before it.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {host} 호스트의 {subset} subset으로 향하지만, {proxy} 프록시에 적용되는 DestinationRule에는 이 subset이 없습니다.",
      why: "앱은 503을 받습니다.",
      next: "subset이 있는 DestinationRule을 이 프록시가 읽는 곳, 즉 프록시나 호스트의 네임스페이스에 두고, 같은 호스트의 다른 규칙이 먼저 적용되지 않게 합니다.",
    },
  },
  "wildcard-destination": {
    en: {
      what: "Requests to {url} from {client} are sent to the pattern {host}, which is no destination.",
      why: "Apps get 503.",
      next: "Lead to a host in full.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {host} 패턴으로 향하지만, 패턴은 목적지가 될 수 없습니다.",
      why: "앱은 503을 받습니다.",
      next: "온전한 호스트 이름으로 보냅니다.",
    },
  },
  "gateway-reaches-itself": {
    en: {
      what: "Requests to {url} from {client} are sent by {proxy} to {host}, which leads back to itself.",
      why: "The request goes round until it fails with 503.",
      next: "Let the gateway's route lead to the outside host.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청을 {proxy} 프록시가 {host} 호스트로 보내는데, 이는 다시 자신에게 돌아옵니다.",
      why: "요청이 맴돌다가 503으로 실패합니다.",
      next: "gateway의 경로가 외부 호스트로 가게 합니다.",
    },
  },
  "original-destination-at-gateway": {
    en: {
      what: "Requests to {url} from {client} are sent by {proxy} to {host}, whose addresses are not looked up (resolution NONE).",
      why: "A gateway has no address to send to: apps get 503.",
      next: "Set resolution: DNS in the ServiceEntry.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청을 {proxy} 프록시가 {host} 호스트로 보내는데, 이 호스트의 주소는 찾지 않습니다(resolution NONE).",
      why: "gateway에는 보낼 주소가 없어 앱은 503을 받습니다.",
      next: "ServiceEntry에 resolution: DNS를 설정합니다.",
    },
  },
  "no-endpoints": {
    en: {
      what: "Requests to {url} from {client} are sent by {proxy} to {host}, behind which there is no address to connect to.",
      why: "Apps get 503.",
      next: "Give the ServiceEntry endpoints, or let the Service's selector fit its pods.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청을 {proxy} 프록시가 {host} 호스트로 보내는데, 그 뒤에 연결할 주소가 없습니다.",
      why: "앱은 503을 받습니다.",
      next: "ServiceEntry에 endpoints를 적거나, Service의 selector를 파드에 맞춥니다.",
    },
  },
  "secret-missing": {
    en: {
      what: "Requests to {url} from {client} fail at {proxy}: the Secret {name} is not in {namespace}.",
      why: "The proxy cannot open TLS: apps get 503.",
      next: "Create the Secret in the namespace of the proxy that opens TLS.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {proxy} 프록시에서 실패합니다. {namespace} 네임스페이스에 {name} Secret이 없습니다.",
      why: "프록시가 TLS를 시작하지 못해 앱은 503을 받습니다.",
      next: "TLS를 시작하는 프록시의 네임스페이스에 Secret을 만듭니다.",
    },
  },
  "secret-without-key": {
    en: {
      what: "Requests to {url} from {client} fail at {proxy}: the Secret {name} in {namespace} holds authorities only, and MUTUAL needs a key pair.",
      why: "The proxy cannot open TLS: apps get 503.",
      next: "Put the client's certificate and key into the Secret, or use SIMPLE.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {proxy} 프록시에서 실패합니다. {namespace} 네임스페이스의 {name} Secret에는 인증 기관만 있는데 MUTUAL에는 키 쌍이 필요합니다.",
      why: "프록시가 TLS를 시작하지 못해 앱은 503을 받습니다.",
      next: "Secret에 클라이언트 인증서와 키를 넣거나 SIMPLE을 사용합니다.",
    },
  },
  "no-gateway-for-workload": {
    en: {
      what: "Requests to {url} from {client} are led to {proxy}, whose pods no Gateway selects.",
      why: "Nothing listens there: apps get 503.",
      next: "Let the Gateway's selector name the labels of these pods, or lead to the gateway that it selects.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {proxy} 프록시로 향하지만, 그 파드를 선택하는 Gateway가 없습니다.",
      why: "듣는 포트가 없어 앱은 503을 받습니다.",
      next: "Gateway의 selector에 이 파드의 라벨을 적거나, 선택된 gateway로 보냅니다.",
    },
  },
  "no-server-on-port": {
    en: {
      what: "Requests to {url} from {client} are led to port {port} of {proxy}, where no server of a Gateway listens.",
      why: "Apps get 503.",
      next: "Lead to a port that a server has, or give the Gateway a server on this one.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {proxy} 프록시의 {port} 포트로 향하지만, 거기서 듣는 Gateway 서버가 없습니다.",
      why: "앱은 503을 받습니다.",
      next: "서버가 있는 포트로 보내거나, Gateway에 이 포트의 서버를 둡니다.",
    },
  },
  "server-without-routes": {
    en: {
      what: "Requests to {url} from {client} are led to port {port} of {proxy}, whose server has no routes of its kind; Envoy does not open it.",
      why: "Nothing listens there: apps get 503.",
      next: "Bind a VirtualService to the Gateway with the routes that its server reads: http for HTTP and HTTPS, tls for PASSTHROUGH, tcp for the others.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {proxy} 프록시의 {port} 포트로 향하지만, 그 서버에 맞는 종류의 경로가 없어 Envoy가 포트를 열지 않습니다.",
      why: "듣는 곳이 없어 앱은 503을 받습니다.",
      next: "서버가 읽는 종류의 경로(HTTP와 HTTPS는 http, PASSTHROUGH는 tls, 나머지는 tcp)를 둔 VirtualService를 Gateway에 연결합니다.",
    },
  },
  "listener-rejected": {
    en: {
      what: "Requests to {url} from {client} are led to port {port} of {proxy}, whose servers claim the same name twice: Envoy refuses the port as a whole.",
      why: "Nothing listens there: apps get 503.",
      next: "Let only one server have the name.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {proxy} 프록시의 {port} 포트로 향하지만, 두 서버가 같은 이름을 받아 Envoy가 포트 전체를 거부합니다.",
      why: "듣는 곳이 없어 앱은 503을 받습니다.",
      next: "한 서버만 그 이름을 받게 합니다.",
    },
  },
  "plaintext-at-tls-server": {
    en: {
      what: "Requests to {url} from {client} reach port {port} of {proxy} in plain text, and its server awaits TLS.",
      why: "The gateway closes the connection: apps get 503.",
      next: "Set tls.mode ISTIO_MUTUAL with sni for the gateway's host in a DestinationRule that the sidecars read.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {proxy} 프록시의 {port} 포트에 평문으로 도착하지만, 그 서버는 TLS를 기다립니다.",
      why: "gateway가 연결을 끊으므로 앱은 503을 받습니다.",
      next: "사이드카가 읽는 DestinationRule에서 gateway 호스트에 tls.mode ISTIO_MUTUAL과 sni를 설정합니다.",
    },
  },
  "tls-at-plain-server": {
    en: {
      what: "Requests to {url} from {client} reach port {port} of {proxy} as TLS, and its server reads plain HTTP.",
      why: "The gateway cannot read what arrives: apps get 503.",
      next: "Let the server take TLS, or take the tls block out of the DestinationRule.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {proxy} 프록시의 {port} 포트에 TLS로 도착하지만, 그 서버는 평문 HTTP를 읽습니다.",
      why: "gateway가 받은 내용을 읽지 못해 앱은 503을 받습니다.",
      next: "서버가 TLS를 받게 하거나, DestinationRule의 tls 블록을 없앱니다.",
    },
  },
  "no-server-for-name": {
    en: {
      what: "Requests to {url} from {client} reach port {port} of {proxy} with the server name {sni}, which none of its servers has.",
      why: "The gateway closes the connection: apps get 503.",
      next: "Let a server have this host, or set sni to a name that one has.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 서버 이름 {sni} 값으로 {proxy} 프록시의 {port} 포트에 도착하지만, 그 이름을 받는 서버가 없습니다.",
      why: "gateway가 연결을 끊으므로 앱은 503을 받습니다.",
      next: "서버의 hosts에 이 호스트를 적거나, 서버가 받는 이름으로 sni를 설정합니다.",
    },
  },
  "client-certificate-missing": {
    en: {
      what: "Requests to {url} from {client} reach port {port} of {proxy} over TLS without a client certificate, and its server demands one ({mode}).",
      why: "The handshake fails: apps get 503.",
      next: "Use the mode ISTIO_MUTUAL in the DestinationRule for the way to the gateway.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 클라이언트 인증서 없는 TLS로 {proxy} 프록시의 {port} 포트에 도착하지만, 그 서버는 인증서를 요구합니다({mode}).",
      why: "핸드셰이크가 실패해 앱은 503을 받습니다.",
      next: "gateway로 가는 구간의 DestinationRule에 ISTIO_MUTUAL 모드를 사용합니다.",
    },
  },
  "client-certificate-of-other-kind": {
    en: {
      what: "Requests to {url} from {client} reach port {port} of {proxy} with a client certificate of their own, and its server trusts only those of the mesh ({mode}).",
      why: "The handshake fails: apps get 503.",
      next: "Use the mode ISTIO_MUTUAL in the DestinationRule for the way to the gateway.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 자체 클라이언트 인증서로 {proxy} 프록시의 {port} 포트에 도착하지만, 그 서버는 메시의 인증서만 신뢰합니다({mode}).",
      why: "핸드셰이크가 실패해 앱은 503을 받습니다.",
      next: "gateway로 가는 구간의 DestinationRule에 ISTIO_MUTUAL 모드를 사용합니다.",
    },
  },
  "tls-inside-http": {
    en: {
      what: "Requests to {url} from {client} reach port {port} of {proxy}, whose server opens TLS and reads HTTP, but what is inside is no plain HTTP.",
      why: "The gateway cannot read it and the connection fails.",
      next: "Let the server pass TLS through (PASSTHROUGH), or let the apps send plain HTTP.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {proxy} 프록시의 {port} 포트에 도착하면 서버가 TLS를 복호화하고 HTTP를 읽지만, 그 안에 있는 것은 평문 HTTP가 아닙니다.",
      why: "gateway가 읽지 못해 연결이 실패합니다.",
      next: "서버가 TLS를 그대로 넘기게 하거나(PASSTHROUGH), 앱이 평문 HTTP를 보내게 합니다.",
    },
  },
  "server-wants-tls": {
    en: {
      what: "Requests to {url} from {client} reach port {port} of {host} as plain HTTP, and the server there awaits TLS.",
      why: "It answers 400 or closes the connection.",
      next: "Originate TLS for the destination's port in a DestinationRule that the sending proxy reads.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {host} 호스트의 {port} 포트에 평문 HTTP로 도착하지만, 그곳의 서버는 TLS를 기다립니다.",
      why: "서버가 400으로 응답하거나 연결을 끊습니다.",
      next: "보내는 프록시가 읽는 DestinationRule에서 목적지 포트에 TLS를 시작합니다.",
    },
  },
  "server-wants-plaintext": {
    en: {
      what: "Requests to {url} from {client} reach port {port} of {host} as TLS, and the server there speaks plain text.",
      why: "The handshake fails: apps get 503.",
      next: "Do not open TLS for this port, or lead to the port for TLS.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {host} 호스트의 {port} 포트에 TLS로 도착하지만, 그곳의 서버는 평문으로 통신합니다.",
      why: "핸드셰이크가 실패해 앱은 503을 받습니다.",
      next: "이 포트에 TLS를 시작하지 않거나, TLS 포트로 보냅니다.",
    },
  },
  "tls-twice": {
    en: {
      what: "Requests to {url} from {client} are TLS already and get wrapped once more on the way to {host}.",
      why: "The server cannot read them, and apps see errors such as wrong version number.",
      next: "Do not open TLS for connections that carry the apps' own.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청은 이미 TLS인데, {host} 호스트로 가면서 한 번 더 TLS로 감싸집니다.",
      why: "서버가 읽지 못하고, 앱에는 wrong version number 같은 오류가 납니다.",
      next: "앱이 직접 시작한 TLS가 흐르는 연결에는 TLS를 시작하지 않습니다.",
    },
  },
  "mesh-tls-to-outside": {
    en: {
      what: "Requests to {url} from {client} reach {host}, a server outside the mesh, with a certificate of the mesh (ISTIO_MUTUAL).",
      why: "The server does not know the mesh's authority: the handshake fails.",
      next: "Use SIMPLE, or MUTUAL with a certificate of your own.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 메시의 인증서(ISTIO_MUTUAL)로 메시 밖의 {host} 서버에 도착합니다.",
      why: "서버가 메시의 인증 기관을 모르므로 핸드셰이크가 실패합니다.",
      next: "SIMPLE을 쓰거나, 자체 인증서로 MUTUAL을 사용합니다.",
    },
  },
  "too-many-hops": {
    en: {
      what: "Requests to {url} from {client} are led from gateway to gateway without end.",
      why: "They fail with 503.",
      next: "Let one of the gateways lead to the outside host.",
    },
    ko: {
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 gateway 사이를 끝없이 오갑니다.",
      why: "503으로 실패합니다.",
      next: "gateway 가운데 하나가 외부 호스트로 보내게 합니다.",
    },
  },
};

export const rule = definePathRule({
  code: "request-fails",
  severity: "warning",
  subjects: ["DestinationRule", "Gateway", "ServiceEntry", "Sidecar", "VirtualService"],
  on: FAILING_DECISIONS,
  seeAlso: [],
  text: {
    en: {
      title: "Request that fails on its way",
      what: "Requests to {url} from {client} fail at {proxy}.",
      why: "Apps get an error.",
      next: "Follow the request with `istio-egress trace` to see every step.",
    },
    ko: {
      title: "도중에 실패하는 요청",
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {proxy} 프록시에서 실패합니다.",
      why: "앱은 오류를 받습니다.",
      next: "`istio-egress trace` 명령으로 요청의 모든 단계를 봅니다.",
    },
  },
  variants,
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  http:
  - ...
  - ...
    match:
    - gateways:
      #<^^^^^^^ warning request-fails
      - finance-yahoo-com-egress
      port: 80
      uri:
        prefix: /api
`,
    ],
  },
  *check({ view }, path, hop, step) {
    const { host } = path.question.target;
    const { services } = surroundingsOf(view, host);
    // What arrives at a gateway under its own name is for those who call it from outside.
    if (!services.some(({ kind }) => kind === "ServiceEntry") || gatewayBehind(view, host) !== undefined) return;
    const at = placeOf(view, path, step);
    yield {
      at,
      args: argsOf(path, hop, step),
      variant: step.code,
      step,
      related: step.because
        .filter((place) => place.document !== at.document || place.span.start !== at.span.start)
        .slice(0, 3)
        .map((place) => ({ place, text: { en: "This decides it too.", ko: "이것도 함께 결정합니다." } })),
    } satisfies PathFinding;
  },
});

/** The text that decides, in a resource that such requests may pass; where nothing written does, what raises the request. */
function placeOf(view: WorkspaceView, { source, trace }: WitnessTrace, step: Step): DocumentSpan {
  const written = [...step.because, ...[...trace.hops].reverse().flatMap(({ because }) => because)];
  const decisive = written.find((place) => isOnWay(view, place, source));
  return decisive === undefined
    ? { document: source.document, span: headSpan(source) }
    : { document: decisive.document, span: firstLine(decisive) };
}

/** Whether a place is in a resource that the requests of a source may pass: findings are looked for there. */
function isOnWay(view: WorkspaceView, { document, span }: DocumentSpan, source: WitnessSource): boolean {
  const resource = resourcesOf(document).find(({ root }) => root.span.start <= span.start && span.end <= root.span.end);
  return resource !== undefined && isIstioResource(resource) && sourcesAbout(view, resource).includes(source);
}

/** The text up to the end of its first line: what begins there is known by it. */
function firstLine({ document, span }: DocumentSpan): DocumentSpan["span"] {
  const text = document.text.slice(span.start, span.end);
  const line = /^[^\r\n]*/.exec(text)?.[0].trimEnd() ?? text;
  return { start: span.start, end: span.start + line.length };
}

function argsOf({ question }: WitnessTrace, hop: Hop, step: Step): PathFinding["args"] {
  const { from, target } = question;
  return {
    host: target.host,
    port: hop.port,
    authority: target.host,
    ...step.args,
    url: `${target.scheme}://${target.host}:${target.port}${target.path ?? ""}`,
    client: from.namespace,
    proxy: hop.name,
  };
}
