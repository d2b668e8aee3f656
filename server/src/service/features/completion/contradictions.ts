// Fields and values that what the resource says already rules out, though its structure would allow them: a mode that has no use for a certificate,
// a resolution that cannot look up these hosts. What only needs more to be typed afterwards is no contradiction. The facts are those that rules
// report by: the structure's own, and the comparisons of model/.
import { textField, textList } from "../../model/field";
import { isHttpProtocol, isTlsProtocol, parseProtocol } from "../../model/protocol";
import { resolutionConflicts, sharingProblem } from "../../model/resolution";
import { isTlsMisplaced } from "../../model/server-tls";
import { isRuledOut, refusedFields, refusedValues } from "../../schema/combinations";
import { entryOf, nodeAtPath, type YamlNode } from "../../syntax/yaml-node";
import type { CompletionContext } from "./context";

type FieldTest = (owner: YamlNode | undefined, cx: CompletionContext) => boolean;
type ValueTest = (value: string, owner: YamlNode | undefined, cx: CompletionContext) => boolean;

/** Whether the resource rules out a field of the object at the cursor. */
export function isFieldContradicted(cx: CompletionContext, message: string, name: string): boolean {
  const { kind, root } = cx.resource;
  if (isMessage(message) && kind !== undefined && refusedFields(message, kind).includes(name)) return true;
  return FIELDS[`${message}.${name}`]?.(nodeAtPath(root, cx.path), cx) === true;
}

/** Whether the resource rules out a value of the field at the cursor. */
export function isValueContradicted(cx: CompletionContext, message: string, name: string, value: string): boolean {
  const { kind, root } = cx.resource;
  const owner = nodeAtPath(root, cx.path.slice(0, -1));
  if (isMessage(message)) {
    if (kind !== undefined && refusedValues(message, name, kind).includes(value)) return true;
    const written = owner?.kind === "mapping" ? owner.entries.map(({ key }) => key.source) : [];
    if (isRuledOut(message, { name, value }, written, (field) => textField(owner, field)?.value)) return true;
  }
  return VALUES[`${message}.${name}`]?.(value, owner, cx) === true;
}

/** Whether the structure has a message of this name; the fields around the spec belong to none. */
function isMessage(message: string): boolean {
  return message !== "Resource" && message !== "ObjectMeta";
}

const FIELDS: Readonly<Record<string, FieldTest>> = {
  "HTTPRoute.delegate": (_route, cx) => textList(entryOf(cx.resource.root, "spec")?.value, "hosts").length === 0,
  "Server.tls": (server) =>
    isTlsMisplaced(textField(entryOf(server, "port")?.value, "protocol")?.value ?? "", undefined),
  // Istio tells hosts that share an address apart by the names in HTTP alone.
  "ServiceEntry.addresses": (spec) =>
    textList(spec, "hosts").length > 1 && textField(spec, "resolution")?.value.startsWith("DNS") === true,
};

const VALUES: Readonly<Record<string, ValueTest>> = {
  "Port.protocol": (value, _port, cx) => {
    const tls = entryOf(nodeAtPath(cx.resource.root, cx.path.slice(0, -2)), "tls")?.value;
    if (tls?.kind === "mapping" && isTlsMisplaced(value, tls)) return true;
    return isTlsProtocol(parseProtocol(value)) && entryOf(tls, "httpsRedirect") !== undefined;
  },
  "ServerTLSSettings.mode": (mode, tls, cx) => {
    const port = entryOf(nodeAtPath(cx.resource.root, cx.path.slice(0, -2)), "port")?.value;
    return isTlsMisplaced(textField(port, "protocol")?.value ?? "", tls, mode);
  },
  "ServiceEntry.resolution": (resolution, spec) =>
    [...resolutionConflicts(spec, resolution)].length > 0 ||
    protocolsOf(spec).some((protocol) => sharingProblem(spec, resolution, protocol) !== undefined),
  "SidecarPort.protocol": (value, _port, cx) =>
    contradictsListener(value, nodeAtPath(cx.resource.root, cx.path.slice(0, -2))),
  "ServicePort.protocol": (value, port, cx) => {
    const spec = entryOf(cx.resource.root, "spec")?.value;
    const resolution = textField(spec, "resolution")?.value ?? "NONE";
    const protocol = parseProtocol(value);
    const isHttpsPort = textField(port, "number")?.value === "443" && textList(spec, "addresses").length === 0;
    // Plain HTTP on 443 would break the TLS of every other host there.
    if (isHttpsPort && isHttpProtocol(protocol) && textField(spec, "location")?.value !== "MESH_INTERNAL") return true;
    if (resolution === "DYNAMIC_DNS") return !isHttpProtocol(protocol) && !isTlsProtocol(protocol);
    return sharingProblem(spec, resolution, value) !== undefined;
  },
};

/** What an ingress listener of a Sidecar says about its port's protocol. */
function contradictsListener(value: string, listener: YamlNode | undefined): boolean {
  const protocol = parseProtocol(value);
  const http = entryOf(entryOf(listener, "connectionPool")?.value, "http")?.value;
  return (
    (entryOf(listener, "tls")?.value?.kind === "mapping" && !isTlsProtocol(protocol)) ||
    (http?.kind === "mapping" && !isHttpProtocol(protocol))
  );
}

function protocolsOf(spec: YamlNode | undefined): readonly string[] {
  const ports = entryOf(spec, "ports")?.value;
  return ports?.kind === "sequence" ? ports.items.map((port) => textField(port, "protocol")?.value ?? "") : [];
}
