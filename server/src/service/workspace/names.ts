// Host and gateway names: how short ones are completed, and when one host covers another. Pure functions on texts.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination (short names), #VirtualService (gateways)

/** The reserved gateway name that means every sidecar. */
export const MESH_GATEWAY = "mesh";

/** Istio's default DNS suffix of the cluster. */
export const DEFAULT_CLUSTER_DOMAIN = "cluster.local";

/**
 * The full name of a host as written in a VirtualService or DestinationRule: a name without a dot is a Service of the resource's own namespace.
 * `*`, IP addresses and names with a dot stay as they are (pilot/pkg/model/config.go, ResolveShortnameToFQDN). Lower case: hosts are
 * case-insensitive.
 */
export function qualifyHost(host: string, namespace: string, clusterDomain: string = DEFAULT_CLUSTER_DOMAIN): string {
  const name = host.toLowerCase();
  if (name === "" || name === "*" || name.includes(".") || name.includes(":")) return name;
  return `${name}.${namespace}.svc.${clusterDomain}`;
}

/** The full host of a Kubernetes Service. */
export function serviceHost(name: string, namespace: string, clusterDomain: string = DEFAULT_CLUSTER_DOMAIN): string {
  return `${name}.${namespace}.svc.${clusterDomain}`.toLowerCase();
}

/**
 * The gateway a VirtualService means: `namespace/name`, or `mesh`. A bare name is one of the VirtualService's own namespace, `./name` too;
 * `name.namespace` with further labels is the legacy spelling (pilot/pkg/model/config.go, resolveGatewayName).
 */
export function qualifyGateway(name: string, namespace: string): string {
  if (name === MESH_GATEWAY) return MESH_GATEWAY;
  const slash = name.indexOf("/");
  if (slash >= 0) return name.startsWith("./") ? `${namespace}/${name.slice(2)}` : name;
  const [first = "", second] = name.split(".");
  return second === undefined ? `${namespace}/${name}` : `${second}/${first}`;
}

/**
 * The gateways that a VirtualService is bound to, qualified: every sidecar where it lists none, also where it writes an empty list
 * (pilot/pkg/model/push_context.go, initVirtualServices).
 */
export function gatewayNames(service: {
  readonly gateways: readonly { readonly value: string }[];
  readonly namespace: string;
}): readonly string[] {
  if (service.gateways.length === 0) return [MESH_GATEWAY];
  return service.gateways.map(({ value }) => qualifyGateway(value, service.namespace));
}

/** Whether a host is a pattern: `*` or `*.example.com`. */
export function isWildcard(host: string): boolean {
  return host.startsWith("*");
}

/** Whether every name that `host` stands for is also covered by `pattern`: equal, or `pattern` is a wildcard above it. */
export function covers(pattern: string, host: string): boolean {
  if (pattern === host || pattern === "*") return true;
  if (!pattern.startsWith("*")) return false;
  const suffix = pattern.slice(1);
  if (host.startsWith("*")) return host.length >= pattern.length && host.slice(1).endsWith(suffix);
  return host.length > suffix.length && host.endsWith(suffix);
}

/** Whether two hosts have a name in common: one covers the other. */
export function hostsOverlap(a: string, b: string): boolean {
  return covers(a, b) || covers(b, a);
}

/** The longest name that DNS knows; Istio refuses longer hosts. */
const LONGEST_NAME = 255;

/**
 * The host itself and every wildcard that could cover it, most specific first: `a.b.c`, `*.b.c`, `*.c`, `*`. Patterns longer than any name are left
 * out, so that a host of a thousand labels has no thousand long patterns.
 */
export function coveringHosts(host: string): readonly string[] {
  const patterns = [host];
  let rest = host.startsWith("*.") ? host.slice(2) : host;
  if (rest.length > LONGEST_NAME) rest = rest.slice(-LONGEST_NAME);
  for (let dot = rest.indexOf("."); dot >= 0; dot = rest.indexOf(".")) {
    rest = rest.slice(dot + 1);
    patterns.push(`*.${rest}`);
  }
  if (host !== "*") patterns.push("*");
  return patterns.filter((pattern, position) => patterns.indexOf(pattern) === position);
}

/** Whether a host is an IPv4 or IPv6 address rather than a name. */
export function isIpAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || (host.includes(":") && /^[0-9a-f:.]+$/i.test(host));
}

/** Endings of names that no public DNS knows. */
const PRIVATE_ENDINGS = [
  "local",
  "internal",
  "intranet",
  "lan",
  "corp",
  "home",
  "private",
  "svc",
  "localhost",
  "test",
  "mesh",
];

/** Whether a host is a name that servers on the internet may have: no address, no single label, no ending of private networks. */
export function isPublicName(host: string): boolean {
  if (isIpAddress(host) || !host.includes(".")) return false;
  return !PRIVATE_ENDINGS.includes(host.slice(host.lastIndexOf(".") + 1));
}

/** Order by code units, the same on every platform. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
