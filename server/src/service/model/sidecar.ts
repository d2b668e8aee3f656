// Sidecar: which part of the mesh a namespace's proxies know. ProxyConfig is carried along; the path does not depend on it.
// https://istio.io/latest/docs/reference/config/networking/sidecar/
import type { Span } from "../base/span";
import { type Field, integerField, labelsOf, objectField, objectList, textField, textList } from "./field";
import type { IstioResourceBase } from "./resource";

/** One egress listener of a Sidecar. */
export interface SidecarEgress {
  readonly span: Span;
  readonly port: Field<number> | undefined;
  readonly protocol: Field<string> | undefined;
  readonly bind: Field<string> | undefined;
  readonly captureMode: Field<string> | undefined;
  readonly hosts: readonly Field<string>[];
}

/** A Sidecar. */
export interface Sidecar extends IstioResourceBase {
  readonly type: "Sidecar";
  readonly workloadSelector: Readonly<Record<string, string>> | undefined;
  readonly egressField: { readonly span: Span; readonly keySpan: Span } | undefined;
  readonly egress: readonly SidecarEgress[];
  readonly outboundMode: Field<string> | undefined;
  /** Where requests to unknown hosts go instead. */
  readonly egressProxy: EgressProxy | undefined;
}

/** The destination of requests to unknown hosts. */
export interface EgressProxy {
  readonly host: Field<string>;
  readonly port: Field<number> | undefined;
  readonly subset: Field<string> | undefined;
}

/** A ProxyConfig. */
export interface ProxyConfig extends IstioResourceBase {
  readonly type: "ProxyConfig";
}

/** Reads the spec of a Sidecar. */
export function lowerSidecar(base: IstioResourceBase): Sidecar {
  const { spec } = base;
  const selector = objectField(spec, "workloadSelector");
  const egress = objectField(spec, "egress");
  return {
    ...base,
    type: "Sidecar",
    workloadSelector: selector === undefined ? undefined : labelsOf(selector.node, "labels"),
    egressField: egress === undefined ? undefined : { span: egress.span, keySpan: egress.keySpan },
    egress: objectList(spec, "egress", (listener) => {
      const port = objectField(listener, "port");
      return {
        span: listener.span,
        port: integerField(port?.node, "number"),
        protocol: textField(port?.node, "protocol"),
        bind: textField(listener, "bind"),
        captureMode: textField(listener, "captureMode"),
        hosts: textList(listener, "hosts"),
      };
    }),
    outboundMode: textField(objectField(spec, "outboundTrafficPolicy")?.node, "mode"),
    egressProxy: lowerEgressProxy(objectField(spec, "outboundTrafficPolicy")?.node),
  };
}

function lowerEgressProxy(policy: Parameters<typeof objectField>[0]): EgressProxy | undefined {
  const proxy = objectField(policy, "egressProxy")?.node;
  const host = textField(proxy, "host");
  if (host === undefined) return undefined;
  return { host, port: integerField(objectField(proxy, "port")?.node, "number"), subset: textField(proxy, "subset") };
}

/** Reads a ProxyConfig. */
export function lowerProxyConfig(base: IstioResourceBase): ProxyConfig {
  return { ...base, type: "ProxyConfig" };
}
