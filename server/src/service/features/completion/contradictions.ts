// Fields and values that what the resource says already rules out, though its structure would allow them: a mode that has no use for a certificate,
// a resolution that cannot look up these hosts. What only needs more to be typed afterwards is no contradiction.
import { hostProblem, isIpAddress } from "../../model/values";
import { isHttpProtocol, isTlsProtocol, parseProtocol } from "../../model/protocol";
import { textField, textList } from "../../model/field";
import { entryOf, nodeAtPath, type YamlNode } from "../../syntax/yaml-node";
import type { CompletionContext } from "./context";

type FieldTest = (owner: YamlNode | undefined, cx: CompletionContext) => boolean;
type ValueTest = (value: string, owner: YamlNode | undefined, cx: CompletionContext) => boolean;

/** Whether the resource rules out a field of the object at the cursor. */
export function isFieldContradicted(cx: CompletionContext, message: string, name: string): boolean {
  const test = FIELDS[`${message}.${name}`];
  return test?.(nodeAtPath(cx.resource.root, cx.path), cx) === true;
}

/** Whether the resource rules out a value of the field at the cursor. */
export function isValueContradicted(cx: CompletionContext, message: string, name: string, value: string): boolean {
  const test = VALUES[`${message}.${name}`];
  return test?.(value, nodeAtPath(cx.resource.root, cx.path.slice(0, -1)), cx) === true;
}

/** Fields of a server's TLS settings that name certificates. */
const CERTIFICATES = [
  "credentialName",
  "credentialNames",
  "tlsCertificates",
  "serverCertificate",
  "privateKey",
  "caCertificates",
];

const PASSING = ["PASSTHROUGH", "AUTO_PASSTHROUGH"];

const serverHasNoUse: FieldTest = (tls) => {
  const mode = textField(tls, "mode")?.value;
  return mode === "ISTIO_MUTUAL" || (mode !== undefined && PASSING.includes(mode));
};

/** TLS settings of a server that sidecars do not take in their ingress listeners. */
const GATEWAY_ONLY = ["subjectAltNames", "httpsRedirect", "credentialName", "credentialNames", "tlsCertificates"];

const isTlsContradicted =
  (name: string): FieldTest =>
  (tls, cx) =>
    (cx.resource.kind === "Sidecar" && GATEWAY_ONLY.includes(name)) ||
    (CERTIFICATES.includes(name) && serverHasNoUse(tls, cx));

const resolutionIs =
  (...values: readonly string[]): FieldTest =>
  (spec) =>
    values.includes(textField(spec, "resolution")?.value ?? "");

const FIELDS: Readonly<Record<string, FieldTest>> = {
  ...Object.fromEntries(
    [...CERTIFICATES, ...GATEWAY_ONLY].map((name) => [`ServerTLSSettings.${name}`, isTlsContradicted(name)]),
  ),
  "ClientTLSSettings.insecureSkipVerify": (tls) =>
    textField(tls, "mode")?.value === "SIMPLE" && entryOf(tls, "credentialName") !== undefined,
  "ClientTLSSettings.credentialName": (tls) =>
    textField(tls, "mode")?.value === "SIMPLE" && entryOf(tls, "insecureSkipVerify") !== undefined,
  "HTTPRoute.delegate": (_route, cx) => textList(entryOf(cx.resource.root, "spec")?.value, "hosts").length === 0,
  "Server.tls": (server) => {
    const protocol = parseProtocol(textField(entryOf(server, "port")?.value, "protocol")?.value ?? "");
    return protocol !== undefined && !isTlsProtocol(protocol) && !isHttpProtocol(protocol);
  },
  "ServerTLSSettings.caCrl": (tls, cx) => textField(tls, "mode")?.value === "SIMPLE" || serverHasNoUse(tls, cx),
  // Istio tells hosts that share an address apart by the names in HTTP alone.
  "ServiceEntry.addresses": (spec, cx) =>
    resolutionIs("DYNAMIC_DNS")(spec, cx) ||
    (textList(spec, "hosts").length > 1 && textField(spec, "resolution")?.value.startsWith("DNS") === true),
  "ServiceEntry.endpoints": resolutionIs("NONE", "DYNAMIC_DNS"),
  "ServiceEntry.workloadSelector": resolutionIs("NONE", "DYNAMIC_DNS"),
};

const VALUES: Readonly<Record<string, ValueTest>> = {
  "ClientTLSSettings.mode": (mode, tls) =>
    mode === "SIMPLE" &&
    entryOf(tls, "insecureSkipVerify") !== undefined &&
    entryOf(tls, "credentialName") !== undefined,
  "Port.protocol": (value, _port, cx) => {
    const tls = entryOf(nodeAtPath(cx.resource.root, cx.path.slice(0, -2)), "tls")?.value;
    const protocol = parseProtocol(value);
    if (tls?.kind !== "mapping" || isTlsProtocol(protocol)) {
      return tls !== undefined && isTlsProtocol(protocol) && entryOf(tls, "httpsRedirect") !== undefined;
    }
    return !isHttpProtocol(protocol) || !passesTls(tls);
  },
  "ServerTLSSettings.mode": (mode, tls, cx) => {
    if (cx.resource.kind === "Sidecar" && ["ISTIO_MUTUAL", "AUTO_PASSTHROUGH"].includes(mode)) return true;
    const port = entryOf(nodeAtPath(cx.resource.root, cx.path.slice(0, -2)), "port")?.value;
    const isPlain = isHttpProtocol(parseProtocol(textField(port, "protocol")?.value ?? ""));
    if (isPlain && !PASSING.includes(mode)) return true;
    const hasCertificates = CERTIFICATES.some((name) => entryOf(tls, name) !== undefined);
    return (mode === "ISTIO_MUTUAL" || PASSING.includes(mode)) && hasCertificates;
  },
  "ServiceEntry.resolution": (resolution, spec) => {
    const contradicts = RESOLUTIONS[resolution];
    return contradicts?.(spec) === true;
  },
  "SidecarPort.protocol": (value, _port, cx) =>
    contradictsListener(value, nodeAtPath(cx.resource.root, cx.path.slice(0, -2))),
  "ServicePort.protocol": (value, port, cx) => {
    const spec = entryOf(cx.resource.root, "spec")?.value;
    const resolution = textField(spec, "resolution")?.value ?? "NONE";
    const protocol = parseProtocol(value);
    const namesHost = isHttpProtocol(protocol) || isTlsProtocol(protocol);
    const isHttpsPort = textField(port, "number")?.value === "443" && !hasItems(spec, "addresses");
    // Plain HTTP on 443 would break the TLS of every other host there.
    if (isHttpsPort && isHttpProtocol(protocol) && textField(spec, "location")?.value !== "MESH_INTERNAL") return true;
    const sharesAddress = textList(spec, "addresses").length > 0 && resolution.startsWith("DNS");
    if (resolution === "DYNAMIC_DNS") return !namesHost;
    if (textList(spec, "hosts").length < 2 || resolution === "NONE") return false;
    return !namesHost || (sharesAddress && !isHttpProtocol(protocol));
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

/** What rules each resolution of a ServiceEntry out. */
const RESOLUTIONS: Readonly<Record<string, (spec: YamlNode | undefined) => boolean>> = {
  NONE: (spec) => hasItems(spec, "endpoints") || entryOf(spec, "workloadSelector")?.value !== undefined,
  STATIC: (spec) => endpointAddresses(spec).some((address) => !isPlace(address)),
  DNS: (spec) => !canLookUp(spec),
  DNS_ROUND_ROBIN: (spec) => !canLookUp(spec) || itemsOf(spec, "endpoints").length > 1,
  DYNAMIC_DNS: (spec) =>
    hasItems(spec, "addresses") ||
    hasItems(spec, "endpoints") ||
    textList(spec, "hosts").some(({ value }) => !value.startsWith("*")) ||
    protocolsOf(spec).some((name) => {
      const protocol = parseProtocol(name);
      return !isHttpProtocol(protocol) && !isTlsProtocol(protocol);
    }),
};

/** Whether DNS could find every host: wildcards only by their endpoints, and addresses are single ones. */
function canLookUp(spec: YamlNode | undefined): boolean {
  const endpoints = endpointAddresses(spec);
  if (textList(spec, "addresses").some(({ value }) => value.includes("/"))) return false;
  if (textList(spec, "hosts").length > 1) {
    const protocols = protocolsOf(spec).map(parseProtocol);
    const sharesAddress = hasItems(spec, "addresses") && protocols.some((protocol) => !isHttpProtocol(protocol));
    if (sharesAddress || protocols.some((protocol) => !isHttpProtocol(protocol) && !isTlsProtocol(protocol)))
      return false;
  }
  if (endpoints.some((address) => hostProblem(address) !== undefined && !isIpAddress(address))) return false;
  return endpoints.length > 0 || textList(spec, "hosts").every(({ value }) => !value.startsWith("*"));
}

function passesTls(tls: YamlNode): boolean {
  return (
    PASSING.includes(textField(tls, "mode")?.value ?? "PASSTHROUGH") &&
    ["caCertificates", "privateKey", "serverCertificate"].every((name) => entryOf(tls, name) === undefined)
  );
}

/** Whether an endpoint's address needs no look-up: an IP address, a socket, or text that is no host at all. */
function isPlace(address: string): boolean {
  return isIpAddress(address) || address.startsWith("unix://") || hostProblem(address) !== undefined;
}

function endpointAddresses(spec: YamlNode | undefined): readonly string[] {
  return itemsOf(spec, "endpoints").map((endpoint) => textField(endpoint, "address")?.value ?? "");
}

function protocolsOf(spec: YamlNode | undefined): readonly string[] {
  return itemsOf(spec, "ports").map((port) => textField(port, "protocol")?.value ?? "");
}

function hasItems(spec: YamlNode | undefined, name: string): boolean {
  return itemsOf(spec, name).length > 0;
}

function itemsOf(spec: YamlNode | undefined, name: string): readonly (YamlNode | undefined)[] {
  const list = entryOf(spec, name)?.value;
  return list?.kind === "sequence" ? list.items : [];
}
