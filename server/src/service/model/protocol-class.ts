// How a proxy treats connections to a declared port, as istiod reads it: from `protocol` in a ServiceEntry or Gateway, from `appProtocol` or the
// port's name in a Kubernetes Service. Anything else is left to detection.
// https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
import type { ServicePort } from "./kubernetes";
import { isHttpProtocol, isTlsProtocol, parseProtocol } from "./protocol";

/** How a proxy treats connections to a port. `auto` means it looks at the first bytes. */
export type ProtocolClass = "http" | "tls" | "tcp" | "udp" | "auto";

/** The class of a protocol word; case does not matter. An unknown or missing word is `auto`. */
export function protocolClass(word: string | undefined): ProtocolClass {
  const protocol = word === undefined ? undefined : parseProtocol(word);
  if (protocol === undefined) return "auto";
  if (isHttpProtocol(protocol)) return "http";
  if (isTlsProtocol(protocol)) return "tls";
  return protocol === "UDP" ? "udp" : "tcp";
}

/** Ports whose protocol has the server speak first, so that istiod never tries to detect it (kube/conversion.go, wellKnownPorts). */
const SERVER_FIRST_PORTS: ReadonlyMap<number, string> = new Map([
  [25, "tcp"],
  [53, "tcp"],
  [3306, "mysql"],
  [27017, "mongo"],
]);

/** The protocol word of a Service's port: `appProtocol`, else what its name begins with, else nothing. */
export function serviceProtocol(port: ServicePort): string | undefined {
  if (port.transport === "UDP") return "udp";
  const declared = port.appProtocol?.value.toLowerCase();
  if (declared === "kubernetes.io/h2c") return "http2";
  if (declared === "kubernetes.io/ws") return "http";
  if (declared === "kubernetes.io/wss") return "https";
  if (declared !== undefined) return declared;
  const name = port.name?.value.toLowerCase() ?? "";
  if (name.startsWith("grpc-web")) return "grpc-web";
  const first = name.split("-")[0] ?? "";
  if (parseProtocol(first) !== undefined) return first;
  return port.number === undefined ? undefined : SERVER_FIRST_PORTS.get(port.number.value);
}
