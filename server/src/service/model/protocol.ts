// The protocols that a port may declare, as Istio reads them: in any case, and by what kind of traffic they stand for.
// pkg/config/protocol/instance.go; https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/

/** A protocol by its name in capitals; the names that Istio knows. */
export type Protocol =
  | "TCP"
  | "UDP"
  | "GRPC"
  | "GRPC-WEB"
  | "HTTP"
  | "HTTP_PROXY"
  | "HTTP2"
  | "HTTPS"
  | "TLS"
  | "MONGO"
  | "REDIS"
  | "MYSQL"
  | "HBONE"
  | "DOUBLE-HBONE";

const PROTOCOLS: readonly Protocol[] = [
  "TCP",
  "UDP",
  "GRPC",
  "GRPC-WEB",
  "HTTP",
  "HTTP_PROXY",
  "HTTP2",
  "HTTPS",
  "TLS",
  "MONGO",
  "REDIS",
  "MYSQL",
  "HBONE",
  "DOUBLE-HBONE",
];

/** The protocols a person would write, for messages and suggestions. */
export const COMMON_PROTOCOLS: readonly Protocol[] = [
  "HTTP",
  "HTTPS",
  "TLS",
  "TCP",
  "HTTP2",
  "GRPC",
  "GRPC-WEB",
  "MONGO",
  "REDIS",
  "MYSQL",
];

/** The protocol that a text names, in any case; nothing when Istio knows none of that name. */
export function parseProtocol(text: string): Protocol | undefined {
  const name = text.toUpperCase();
  return PROTOCOLS.find((protocol) => protocol === name);
}

/** Whether requests of this protocol are routed as HTTP. */
export function isHttpProtocol(protocol: Protocol | undefined): boolean {
  return protocol !== undefined && ["HTTP", "HTTP2", "HTTP_PROXY", "GRPC", "GRPC-WEB"].includes(protocol);
}

/** Whether connections of this protocol begin with a TLS handshake, so that they are routed by SNI or terminated. */
export function isTlsProtocol(protocol: Protocol | undefined): boolean {
  return protocol === "HTTPS" || protocol === "TLS";
}

/** Whether connections of this protocol are routed by address and port alone: the opaque ones (pkg/config/protocol, IsTCP). */
export function isTcpProtocol(protocol: Protocol | undefined): boolean {
  return protocol !== undefined && ["TCP", "HTTPS", "TLS", "MONGO", "REDIS", "MYSQL"].includes(protocol);
}
