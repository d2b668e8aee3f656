// The data of a trace: what was asked, which proxies the request passes, what each of them decided and why, and how it ends. Plain frozen
// values without sentences; words are chosen where they are shown. How a trace is made: simulate.ts.
import type { TextArgs } from "../base/localized-text";
import type { Gateway, GatewayServer } from "../model/gateway";
import type { DocumentSpan } from "../model/resource";
import type { Destination, Route, VirtualService } from "../model/virtual-service";
import type { AssumptionCode, AssumptionKind } from "./assumptions";
import type { EffectivePolicy, EffectiveTls } from "./destination-policy";
import type { DroppedReason } from "./gateways";
import type { RegistryPort, RegistryService } from "./registry";
import type { RouteEntry } from "./routes";

/** How the client speaks. `https` and `tls` differ only in the port that a URL without one means: both are TLS with an SNI. */
export type Scheme = "http" | "https" | "tls" | "tcp";

/** What the client wants to reach. */
export interface Target {
  readonly scheme: Scheme;
  /** Host header or server name; an IP address when the client names none. Lower case. */
  readonly host: string;
  readonly port: number;
  /** Path with query, `/` without it. Only for http. */
  readonly path?: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  /** The server name of a TLS client hello; `host` without it. */
  readonly sni?: string;
  /** The address the client connects to, when that is known and matters. */
  readonly address?: string;
}

/** A workload with a sidecar. */
export interface SidecarOrigin {
  readonly kind?: "sidecar";
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A gateway workload: the request arrives there, on a port of the pod. */
export interface GatewayOrigin {
  readonly kind: "gateway";
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Its own address; ServiceEntries with this endpoint are among the Services it serves. */
  readonly address?: string;
}

/** Where a request begins. */
export type Origin = SidecarOrigin | GatewayOrigin;

/** One of several destinations of a rule, by which it is told from the others; the host in full form. */
export interface Branch {
  readonly host: string;
  readonly port?: number;
  readonly subset?: string;
}

/** A question to the simulator. */
export interface Question {
  readonly from: Origin;
  readonly target: Target;
  /** Which destination is followed where a rule splits its traffic; the one with the largest share without it. */
  readonly branch?: Branch;
}

/** How a request ends. See docs/rules.md for what a client sees. */
export type Verdict =
  | "ok"
  /** Plain HTTP reaches a port that wants TLS. */
  | "plain-to-tls"
  /** TLS reaches a port that speaks plaintext. */
  | "tls-to-plain"
  /** TLS is wrapped into TLS that the other side does not expect. */
  | "double-tls"
  /** Nothing listens there. */
  | "no-listener"
  /** No virtual host or no route: 404 for HTTP, a closed connection otherwise. */
  | "no-route"
  /** The route leads to a cluster that this proxy does not have: 503. */
  | "no-cluster"
  /** Both sides speak TLS, yet the handshake cannot succeed. */
  | "tls-handshake-fails"
  /** The proxy has the cluster, and nothing behind it: 503. */
  | "no-endpoints"
  /** The gateway sends the request to itself. */
  | "loop"
  /** The mesh refuses unknown destinations: 502. */
  | "blackhole"
  /** What is known does not suffice. */
  | "unknown";

/** What kind of TLS is on the wire. */
export type WireTls = "plain" | "tls" | "mtls";

/** The parts of a proxy's work, in their order; each is a file in stages/. */
export type StageName =
  | "sidecar-scope"
  | "sidecar-listener"
  | "unknown-destination"
  | "mesh-routing"
  | "cluster"
  | "tls-origination"
  | "gateway-listener"
  | "gateway-routing"
  | "exit";

/** Decisions with which a path fails. Whoever adds one says in rules/told-by.ts which rule tells people about it. */
export type FailingDecision =
  // unknown-destination
  | "refused"
  // mesh-routing, gateway-routing
  | "no-virtual-host"
  | "no-rule-matches"
  | "rule-without-destination"
  // cluster; port-not-declared is also unknown-destination's
  | "host-not-in-registry"
  | "host-not-visible"
  | "port-not-declared"
  | "subset-not-declared"
  | "wildcard-destination"
  | "gateway-reaches-itself"
  | "original-destination-at-gateway"
  | "no-endpoints"
  // tls-origination
  | "secret-missing"
  | "secret-without-key"
  // gateway-listener
  | "no-gateway-for-workload"
  | "no-server-on-port"
  | "server-without-routes"
  | "listener-rejected"
  | "plaintext-at-tls-server"
  | "tls-at-plain-server"
  | "no-server-for-name"
  | "client-certificate-missing"
  | "client-certificate-of-other-kind"
  | "tls-inside-http"
  // exit
  | "server-wants-tls"
  | "server-wants-plaintext"
  | "tls-twice"
  | "mesh-tls-to-outside"
  // any
  | "too-many-hops";

/** What a stage can decide. */
export type DecisionCode =
  | FailingDecision
  // sidecar-scope
  | "no-sidecar"
  | "sidecar-applies"
  // sidecar-listener
  | "http-routes"
  | "http-routes-of-service"
  | "server-name-matches"
  | "service-address"
  | "tcp-service-takes-port"
  | "nothing-known-on-port"
  // unknown-destination
  | "passthrough"
  | "sent-to-egress-proxy"
  // mesh-routing, gateway-routing
  | "rule-taken"
  | "service-default"
  | "redirected"
  | "answered-by-proxy"
  // cluster
  | "cluster-found"
  // tls-origination
  | "plaintext"
  | "client-tls-forwarded"
  | "tls-originated"
  | "mesh-tls-originated"
  | "tls-dropped-credential-on-sidecar"
  | "tls-dropped-no-client-certificate"
  // gateway-listener
  | "server-found"
  | "auto-passthrough"
  // exit
  | "server-reached"
  | "tunnelled";

/** One decision. `code` names it, `because` are the texts that led to it, the most specific first. */
export interface Step {
  readonly stage: StageName;
  readonly code: DecisionCode;
  readonly args: TextArgs;
  readonly because: readonly DocumentSpan[];
}

/** The rule of a VirtualService that was taken; for http, with a delegate, the delegate's. */
export interface TakenRoute {
  readonly virtualService: VirtualService;
  readonly route: Route;
  /** Its position among the matches of the rule that held; nothing when the rule has none. */
  readonly matchPosition: number | undefined;
  /** The destination that is followed: the question's branch, else the heaviest of the rule. */
  readonly destination: Destination | undefined;
}

/** The server of a Gateway that took the connection. */
export interface TakenServer {
  readonly gateway: Gateway;
  readonly server: GatewayServer;
}

/** A server on the gateway's pods that did not take the connection. */
export interface PassedServer extends TakenServer {
  /** The port of the pods that it listens on, or would. */
  readonly port: number;
  /** Left out by istiod (`DroppedReason`), on another port, or for other names than the one that was asked for. */
  readonly reason: DroppedReason | "other-port" | "other-name";
  /** The server that took its place, when istiod left it out. */
  readonly because: TakenServer | undefined;
}

/** Where routing sends a request: the parts of the cluster's name. */
export interface HopDestination {
  /** Full form, lower case. */
  readonly host: string;
  /** The service's port. */
  readonly port: number;
  readonly subset: string | undefined;
  /** Whether a rule writes the port; otherwise it follows from the service or the listener. */
  readonly isPortWritten: boolean;
}

/** TLS on the connection that a proxy opens. */
export interface HopTls {
  /** The mode of the policy in force; `PASSTHROUGH` when the client's own TLS is forwarded untouched. */
  readonly mode: "DISABLE" | "SIMPLE" | "MUTUAL" | "ISTIO_MUTUAL" | "PASSTHROUGH";
  /** What is on the wire. */
  readonly wire: WireTls;
  /** The server name sent; nothing when none is sent or it is not known. */
  readonly sni: string | undefined;
  /** Where the server name comes from. */
  readonly sniFrom: "setting" | "authority" | "client" | "cluster" | "none";
  /** Whether the server's certificate is checked against a certificate authority. */
  readonly verifiesCertificate: boolean;
  /** Names that the certificate must carry one of; empty when no name is checked. */
  readonly verifiesNames: readonly string[];
  /** TLS that the policy asks for but istiod leaves out, so that plaintext is sent. */
  readonly dropped: "credential-on-sidecar" | "no-client-certificate" | undefined;
  /** The TLS block behind it; nothing where no DestinationRule has one. */
  readonly policy: EffectiveTls | undefined;
}

/** One proxy on the way, or the server at its end. */
export interface Hop {
  readonly proxy: "sidecar" | "gateway" | "external";
  readonly namespace: string;
  /** Who it is: `namespace/name` of the gateway workload, the host of the server; the namespace of a sidecar. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The port the connection arrives at. */
  readonly port: number;
  /** As Envoy names it: `0.0.0.0_80`, `virtualOutbound`. */
  readonly listener: string | undefined;
  /** As Envoy names it: `http.80`, `80`. */
  readonly routeConfig: string | undefined;
  /** As Envoy names it: `finance.yahoo.com:80`. */
  readonly virtualHost: string | undefined;
  /** The rule's name or place (routes.ts, routeName); `default` for a service without a rule; nothing without any route. */
  readonly route: string | undefined;
  readonly taken: TakenRoute | undefined;
  /** The rules that this proxy has for the virtual host, in the order it tries them; nothing where no rules stood to choose from. */
  readonly candidates: readonly RouteEntry[] | undefined;
  readonly server: TakenServer | undefined;
  /** Where no server took the connection, or none has a route for it: the gateway's other servers, and why they did not. */
  readonly passedServers: readonly PassedServer[];
  /** As Envoy names it: `outbound|443||finance.yahoo.com`, `PassthroughCluster`, `BlackHoleCluster`. */
  readonly cluster: string | undefined;
  /** What routing chose, also where the proxy has no such cluster. */
  readonly destination: HopDestination | undefined;
  readonly service: RegistryService | undefined;
  /** The destination's port as its service declares it. */
  readonly servicePort: RegistryPort | undefined;
  /** What DestinationRules say for the cluster, and which of them do not hold and why; nothing where there is no cluster of a service. */
  readonly policy: EffectivePolicy | undefined;
  readonly tls: HopTls | undefined;
  /** Where the proxy connects to. */
  readonly upstream: { readonly host: string; readonly port: number } | undefined;
  readonly steps: readonly Step[];
  /** The texts that decided this hop, the most specific first. */
  readonly because: readonly DocumentSpan[];
}

/** Something taken for granted, because the files do not say. */
export interface Assumption {
  readonly code: AssumptionCode;
  readonly kind: AssumptionKind;
  readonly args: TextArgs;
  /** The decision that needed it first; what is decided later rests on it too. */
  readonly step: Step;
}

/** The whole path. */
export interface Trace {
  readonly question: Question;
  readonly hops: readonly Hop[];
  readonly verdict: Verdict;
  /** The decision that ended the path; its last step. */
  readonly end: Step | undefined;
  /** The HTTP status the client sees, where one follows. */
  readonly status: number | undefined;
  /** Whether a gateway delivers the request to its destination; false when it gets stuck on the way. */
  readonly viaEgressGateway: boolean;
  /** What is on the wire of the connection to the destination; nothing when none is opened. */
  readonly leavesMeshAs: WireTls | undefined;
  readonly assumptions: readonly Assumption[];
}
