// DestinationRule: what happens to traffic after its destination is known; here above all, whether TLS is originated.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/
import type { Span } from "../base/span";
import type { YamlNode } from "../syntax/yaml-node";
import {
  type Field,
  booleanField,
  integerField,
  labelsOf,
  objectField,
  objectList,
  textField,
  textList,
} from "./field";
import type { IstioResourceBase } from "./resource";

/** TLS settings of a client connection. */
export interface ClientTls {
  readonly span: Span;
  readonly keySpan: Span;
  readonly mode: Field<string> | undefined;
  readonly sni: Field<string> | undefined;
  readonly credentialName: Field<string> | undefined;
  readonly clientCertificate: Field<string> | undefined;
  readonly privateKey: Field<string> | undefined;
  readonly caCertificates: Field<string> | undefined;
  readonly subjectAltNames: readonly Field<string>[];
  readonly insecureSkipVerify: Field<boolean> | undefined;
}

/** The text that decides the mode: the mode itself, or the key of a block that leaves it out. */
export function modeSpan(tls: ClientTls): Span {
  return tls.mode?.span ?? tls.keySpan;
}

/** Settings for one port of the destination; `number` is the service's port, never a target port. */
export interface PortPolicy {
  readonly span: Span;
  readonly number: Field<number> | undefined;
  readonly tls: ClientTls | undefined;
}

/** A traffic policy, of the rule or of a subset. */
export interface TrafficPolicy {
  readonly span: Span;
  readonly keySpan: Span;
  readonly tls: ClientTls | undefined;
  readonly ports: readonly PortPolicy[];
  readonly portLevelSettings: { readonly span: Span; readonly keySpan: Span } | undefined;
  /** Whether a tunnel (HTTP CONNECT) wraps the connections. */
  readonly tunnel:
    { readonly span: Span; readonly keySpan: Span; readonly host: Field<string> | undefined } | undefined;
  readonly h2UpgradePolicy: Field<string> | undefined;
}

/** A named subset. */
export interface Subset {
  readonly span: Span;
  readonly name: Field<string> | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly trafficPolicy: TrafficPolicy | undefined;
}

/** A DestinationRule. */
export interface DestinationRule extends IstioResourceBase {
  readonly type: "DestinationRule";
  readonly host: Field<string> | undefined;
  readonly trafficPolicy: TrafficPolicy | undefined;
  readonly subsets: readonly Subset[];
  readonly exportTo: readonly Field<string>[];
  readonly workloadSelector: Readonly<Record<string, string>> | undefined;
}

/** Reads the spec of a DestinationRule. */
export function lowerDestinationRule(base: IstioResourceBase): DestinationRule {
  const { spec } = base;
  const selector = objectField(spec, "workloadSelector");
  return {
    ...base,
    type: "DestinationRule",
    host: textField(spec, "host"),
    trafficPolicy: lowerTrafficPolicy(spec),
    subsets: objectList(spec, "subsets", (subset) => ({
      span: subset.span,
      name: textField(subset, "name"),
      labels: labelsOf(subset, "labels"),
      trafficPolicy: lowerTrafficPolicy(subset),
    })),
    exportTo: textList(spec, "exportTo"),
    workloadSelector: selector === undefined ? undefined : labelsOf(selector.node, "matchLabels"),
  };
}

function lowerTrafficPolicy(owner: YamlNode | undefined): TrafficPolicy | undefined {
  const policy = objectField(owner, "trafficPolicy");
  if (policy === undefined) return undefined;
  const ports = objectField(policy.node, "portLevelSettings");
  const tunnel = objectField(policy.node, "tunnel");
  const http = objectField(objectField(policy.node, "connectionPool")?.node, "http");
  return {
    span: policy.span,
    keySpan: policy.keySpan,
    tls: lowerTls(policy.node),
    ports: objectList(policy.node, "portLevelSettings", (port) => ({
      span: port.span,
      number: integerField(objectField(port, "port")?.node, "number"),
      tls: lowerTls(port),
    })),
    portLevelSettings: ports === undefined ? undefined : { span: ports.span, keySpan: ports.keySpan },
    tunnel:
      tunnel === undefined
        ? undefined
        : { span: tunnel.span, keySpan: tunnel.keySpan, host: textField(tunnel.node, "targetHost") },
    h2UpgradePolicy: textField(http?.node, "h2UpgradePolicy"),
  };
}

function lowerTls(owner: YamlNode | undefined): ClientTls | undefined {
  const tls = objectField(owner, "tls");
  if (tls === undefined) return undefined;
  return {
    span: tls.span,
    keySpan: tls.keySpan,
    mode: textField(tls.node, "mode"),
    sni: textField(tls.node, "sni"),
    credentialName: textField(tls.node, "credentialName"),
    clientCertificate: textField(tls.node, "clientCertificate"),
    privateKey: textField(tls.node, "privateKey"),
    caCertificates: textField(tls.node, "caCertificates"),
    subjectAltNames: textList(tls.node, "subjectAltNames"),
    insecureSkipVerify: booleanField(tls.node, "insecureSkipVerify"),
  };
}
