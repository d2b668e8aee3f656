// Puts the example of a field where it belongs: into the smallest resource that Istio accepts around it.
import { parse, stringify } from "yaml";
import {
  fieldOf,
  fieldPaths,
  ISTIO_KINDS,
  type IstioKind,
  apiVersionsOf,
} from "../../server/src/service/schema/structure";

type Values = Readonly<Record<string, unknown>>;

const EXTERNAL_PORTS = [
  { number: 80, name: "http", protocol: "HTTP" },
  { number: 443, name: "https", protocol: "HTTPS" },
];
const ROUTE = [{ destination: { host: "finance.yahoo.com" } }];

/** What an object of a message holds before the example is added, so that Istio accepts it. */
const SURROUNDINGS: Readonly<Record<string, Values>> = {
  DestinationRule: { host: "finance.yahoo.com" },
  PortTrafficPolicy: { port: { number: 443 }, tls: { mode: "SIMPLE" } },
  WarmupConfiguration: { duration: "60s" },
  TLSCertificate: { serverCertificate: "/etc/certs/tls.crt", privateKey: "/etc/certs/tls.key" },
  OutboundTrafficPolicy: { mode: "ALLOW_ANY" },
  Subset: { name: "v1" },
  ClientTLSSettings: { mode: "SIMPLE" },
  TunnelSettings: { targetHost: "finance.yahoo.com", targetPort: 443 },
  ConnectionKeepalive: { interval: "30s", timeout: "5s" },
  LocalityDistribute: { from: "us-west/*", to: { "us-west/*": 100 } },
  LocalityFailover: { from: "us-east", to: "us-west" },
  OutlierDetection: { splitExternalLocalOriginErrors: true },
  HTTPCookieAttribute: { name: "SameSite" },
  HTTPCookie: { name: "session", ttl: "0s" },
  VirtualService: { hosts: ["finance.yahoo.com", "edition.cnn.com"], http: [{ route: ROUTE }] },
  HTTPRoute: { route: ROUTE },
  TLSRoute: { match: [{ sniHosts: ["finance.yahoo.com"] }], route: ROUTE },
  TCPRoute: { route: ROUTE },
  TLSMatchAttributes: { sniHosts: ["finance.yahoo.com"] },
  HTTPRouteDestination: ROUTE[0] ?? {},
  RouteDestination: ROUTE[0] ?? {},
  HTTPMirrorPolicy: { destination: { host: "mirror.example.com" } },
  Destination: { host: "finance.yahoo.com" },
  HTTPRetry: { attempts: 2 },
  FaultDelay: { fixedDelay: "5s", percentage: { value: 1 } },
  FaultAbort: { httpStatus: 503, percentage: { value: 1 } },
  HTTPDirectResponse: { status: 503 },
  RegexRewrite: { match: "^/a", rewrite: "/b" },
  Delegate: { name: "routes" },
  Gateway: {
    selector: { istio: "egressgateway" },
    servers: [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["finance.yahoo.com"] }],
  },
  Server: { port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["finance.yahoo.com"] },
  Port: { number: 80, name: "http", protocol: "HTTP" },
  ServerTLSSettings: { mode: "SIMPLE", credentialName: "server-certificate" },
  ServiceEntry: { hosts: ["finance.yahoo.com"], ports: EXTERNAL_PORTS, resolution: "DNS" },
  ServicePort: EXTERNAL_PORTS[0] ?? {},
  WorkloadEntry: { address: "192.0.2.10" },
  Sidecar: { egress: [{ hosts: ["./*"] }] },
  IstioEgressListener: { hosts: ["./*"] },
  IstioIngressListener: { port: { number: 9080, protocol: "HTTP", name: "http" } },
  SidecarPort: { number: 9080, protocol: "HTTP", name: "http" },
};

const FILES = {
  credentialName: undefined,
  serverCertificate: "/etc/certs/tls.crt",
  privateKey: "/etc/certs/tls.key",
};

/** What else must stand beside a field; an undefined value takes away what the surroundings have. */
const BESIDE: Readonly<Record<string, Values>> = {
  "Server.tls": { port: { number: 443, name: "https", protocol: "HTTPS" } },
  "ServerTLSSettings.mode": { credentialName: undefined },
  "ServerTLSSettings.credentialNames": { credentialName: undefined },
  "ServerTLSSettings.tlsCertificates": { credentialName: undefined },
  "ServerTLSSettings.serverCertificate": FILES,
  "ServerTLSSettings.privateKey": FILES,
  "IstioIngressListener.tls": { port: { number: 9443, protocol: "HTTPS", name: "https" } },
  "HTTPRedirect.redirectCode": { uri: "/moved" },
  "HTTPRoute.delegate": { route: undefined },
  "HTTPRoute.redirect": { route: undefined },
  "HTTPRoute.directResponse": { route: undefined },
};

/** A resource with the example at the first place of the API that it fits. Throws when the field stands nowhere. */
export function placeExample(message: string, name: string, example: string): string {
  for (const kind of ISTIO_KINDS) {
    const place = fieldPaths(kind).find((candidate) => candidate.owner === message && candidate.name === name);
    if (place === undefined) continue;
    const value: unknown = parse(example);
    return resource(kind, place.path.split(".").slice(1, -1), message, name, value);
  }
  throw new Error(`${message}.${name} stands nowhere`);
}

function resource(kind: IstioKind, steps: readonly string[], message: string, name: string, example: unknown): string {
  const messages: string[] = [kind];
  for (const step of steps) {
    if (step === "<key>") continue;
    const field = fieldOf(messages.at(-1) ?? "", step.replace("[]", ""));
    if (field?.message !== undefined) messages.push(field.message);
  }
  let value: unknown = { ...objectWith(message, name), ...(example as Values) };
  for (let at = steps.length - 1, depth = messages.length - 1; at >= 0; at--) {
    const step = steps[at] ?? "";
    if (step === "<key>") {
      value = { key: value };
      continue;
    }
    const owner = messages[--depth] ?? "";
    const key = step.replace("[]", "");
    value = { ...objectWith(owner, key), [key]: step.endsWith("[]") ? [value] : value };
  }
  return stringify({
    apiVersion: apiVersionsOf(kind)[0],
    kind,
    metadata: { name: "example", namespace: "default" },
    spec: value,
  });
}

/** An object of a message as it must be for `field` to be added: without the fields that exclude it. */
function objectWith(message: string, field: string): Values {
  const group = fieldOf(message, field)?.oneOf;
  return Object.fromEntries(
    Object.entries({ ...SURROUNDINGS[message], ...BESIDE[`${message}.${field}`] }).filter(
      ([key, value]) =>
        value !== undefined && (key === field || group === undefined || fieldOf(message, key)?.oneOf !== group),
    ),
  );
}
