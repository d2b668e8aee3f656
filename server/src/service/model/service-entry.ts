// ServiceEntry and WorkloadEntry: hosts outside (or inside) the mesh that the registry learns of.
// https://istio.io/latest/docs/reference/config/networking/service-entry/
import type { Span } from "../base/span";
import type { YamlNode } from "../syntax/yaml-node";
import { type Field, integerField, objectField, objectList, textField, textList, textMap, labelsOf } from "./field";
import type { IstioResourceBase } from "./resource";

/** A port that a ServiceEntry declares. */
export interface ServiceEntryPort {
  readonly span: Span;
  readonly number: Field<number> | undefined;
  readonly name: Field<string> | undefined;
  readonly protocol: Field<string> | undefined;
  readonly targetPort: Field<number> | undefined;
}

/** An address behind the hosts, as a ServiceEntry's endpoint or a WorkloadEntry. */
export interface WorkloadEndpoint {
  readonly span: Span;
  readonly address: Field<string> | undefined;
  readonly network: Field<string> | undefined;
  readonly ports: readonly { readonly key: Field<string>; readonly value: Field<string> }[];
  readonly labels: Readonly<Record<string, string>>;
}

/** A ServiceEntry. */
export interface ServiceEntry extends IstioResourceBase {
  readonly type: "ServiceEntry";
  readonly hosts: readonly Field<string>[];
  readonly addresses: readonly Field<string>[];
  readonly ports: readonly ServiceEntryPort[];
  readonly location: Field<string> | undefined;
  readonly resolution: Field<string> | undefined;
  readonly endpoints: readonly WorkloadEndpoint[];
  readonly workloadSelector: Readonly<Record<string, string>> | undefined;
  readonly exportTo: readonly Field<string>[];
  readonly subjectAltNames: readonly Field<string>[];
}

/** A WorkloadEntry. */
export interface WorkloadEntry extends IstioResourceBase {
  readonly type: "WorkloadEntry";
  readonly endpoint: WorkloadEndpoint;
}

/** Reads the spec of a ServiceEntry. */
export function lowerServiceEntry(base: IstioResourceBase): ServiceEntry {
  const { spec } = base;
  const selector = objectField(spec, "workloadSelector");
  return {
    ...base,
    type: "ServiceEntry",
    hosts: textList(spec, "hosts"),
    addresses: textList(spec, "addresses"),
    ports: objectList(spec, "ports", (port) => ({
      span: port.span,
      number: integerField(port, "number"),
      name: textField(port, "name"),
      protocol: textField(port, "protocol"),
      targetPort: integerField(port, "targetPort"),
    })),
    location: textField(spec, "location"),
    resolution: textField(spec, "resolution"),
    endpoints: objectList(spec, "endpoints", lowerEndpoint),
    workloadSelector: selector === undefined ? undefined : labelsOf(selector.node, "labels"),
    exportTo: textList(spec, "exportTo"),
    subjectAltNames: textList(spec, "subjectAltNames"),
  };
}

/** Reads the spec of a WorkloadEntry. */
export function lowerWorkloadEntry(base: IstioResourceBase): WorkloadEntry {
  return { ...base, type: "WorkloadEntry", endpoint: lowerEndpoint(base.spec ?? base.root) };
}

function lowerEndpoint(node: YamlNode): WorkloadEndpoint {
  return {
    span: node.span,
    address: textField(node, "address"),
    network: textField(node, "network"),
    ports: textMap(node, "ports"),
    labels: labelsOf(node, "labels"),
  };
}
