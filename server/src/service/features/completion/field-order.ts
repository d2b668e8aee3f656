// In which order the fields of an object are offered: what is required, what an egress path is made of (listed here, in reading order), the rest.
import type { FieldSchema } from "../../schema/structure";

/** The fields that matter for the way out of the mesh, by message, in the order in which people write them. */
const EGRESS: Readonly<Record<string, readonly string[]>> = {
  ClientTLSSettings: ["mode", "sni", "credentialName", "subjectAltNames"],
  Destination: ["host", "port", "subset"],
  DestinationRule: ["host", "trafficPolicy", "subsets", "exportTo", "workloadSelector"],
  Gateway: ["selector", "servers"],
  HTTPMatchRequest: ["gateways", "port", "uri", "headers"],
  HTTPRewrite: ["authority", "uri"],
  HTTPRoute: ["name", "match", "route", "rewrite", "timeout", "retries"],
  HTTPRouteDestination: ["destination", "weight"],
  IstioEgressListener: ["hosts", "port", "bind"],
  L4MatchAttributes: ["gateways", "port"],
  ObjectMeta: ["name", "namespace", "labels", "annotations"],
  Port: ["number", "name", "protocol"],
  PortTrafficPolicy: ["port", "tls"],
  Resource: ["apiVersion", "kind", "metadata", "spec"],
  RouteDestination: ["destination", "weight"],
  Server: ["port", "hosts", "tls"],
  ServerTLSSettings: ["mode", "credentialName"],
  ServiceEntry: ["hosts", "ports", "resolution", "location", "exportTo", "endpoints", "addresses"],
  ServicePort: ["number", "name", "protocol", "targetPort"],
  Sidecar: ["workloadSelector", "egress", "outboundTrafficPolicy"],
  SidecarPort: ["number", "name", "protocol"],
  Subset: ["name", "trafficPolicy", "labels"],
  TCPRoute: ["match", "route"],
  TLSMatchAttributes: ["sniHosts", "gateways", "port"],
  TLSRoute: ["match", "route"],
  TrafficPolicy: ["portLevelSettings", "tls", "connectionPool", "outlierDetection", "loadBalancer"],
  VirtualService: ["hosts", "gateways", "http", "tls", "exportTo", "tcp"],
  WorkloadEntry: ["address", "ports", "labels"],
};

/** The names of a message's fields: those of the egress path first. */
export function orderedFields(
  message: string,
  fields: Readonly<Record<string, FieldSchema>>,
): readonly (readonly [string, FieldSchema])[] {
  const order = EGRESS[message] ?? [];
  const first = order.flatMap((name) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return field === undefined ? [] : [[name, field] as const];
  });
  return [...first, ...Object.entries(fields).filter(([name]) => !order.includes(name))];
}

/** Whether a field belongs to what an egress path is made of. */
export function isEgressField(message: string, name: string): boolean {
  return EGRESS[message]?.includes(name) === true;
}
