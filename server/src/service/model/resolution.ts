// What a ServiceEntry may say beside its `resolution`, as Istio's webhook has it: how its hosts become addresses decides whether it may list
// endpoints or addresses, and which protocols tell several hosts apart. Rules report it, and completion offers by it.
// https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution
import type { Span } from "../base/span";
import { uselessFields } from "../schema/combinations";
import { entryOf, type MappingNode, type YamlNode } from "../syntax/yaml-node";
import { type Field, isSet, knownText, knownTexts } from "./field";
import { isHttpProtocol, isTcpProtocol, isTlsProtocol, parseProtocol } from "./protocol";
import { hostProblem, isIpAddress, UNIX_PREFIX, wildcardHostProblem } from "./values";

/** In which way an entry contradicts its resolution. */
export type ResolutionConflictKind =
  | "endpoints-with-none"
  | "selector-with-none"
  | "cidr-with-dns"
  | "host-with-static"
  | "wildcard-with-dns"
  | "many-endpoints"
  | "dynamic-host"
  | "dynamic-addresses"
  | "dynamic-endpoints"
  | "dynamic-protocol";

/** One contradiction, at the smallest text that its author would edit. */
export interface ResolutionConflict {
  readonly kind: ResolutionConflictKind;
  readonly at: Span;
  readonly value: string;
}

/** What a spec says that does not go with a resolution. */
export function* resolutionConflicts(spec: YamlNode | undefined, resolution: string): Iterable<ResolutionConflict> {
  if (!["NONE", "STATIC"].includes(resolution)) {
    for (const address of knownTexts(spec, "addresses"))
      if (address.value.includes("/")) yield conflict("cidr-with-dns", address);
  }
  if (resolution === "NONE") yield* withNone(spec);
  else if (resolution === "STATIC") yield* withStatic(spec);
  else if (resolution === "DYNAMIC_DNS") yield* withDynamic(spec);
  else yield* withDns(spec, resolution);
}

/** Whether every endpoint has an address that needs no look-up. */
export function hasOnlyAddresses(spec: YamlNode | undefined): boolean {
  return endpointAddresses(spec).every(({ value }) => isAddress(value));
}

/**
 * Why a port of a protocol cannot serve all hosts of an entry: nothing in its connections names the host, or several hosts that are looked up
 * share one address.
 */
export function sharingProblem(
  spec: YamlNode | undefined,
  resolution: string,
  protocolText: string,
): "unnamed" | "address" | undefined {
  const hosts = entryOf(spec, "hosts")?.value;
  if (hosts?.kind !== "sequence" || hosts.items.length < 2 || resolution === "NONE") return undefined;
  const protocol = parseProtocol(protocolText);
  if (!isHttpProtocol(protocol) && !isTlsProtocol(protocol)) return "unnamed";
  return isSet(spec, "addresses") && resolution.startsWith("DNS") && isTcpProtocol(protocol) ? "address" : undefined;
}

function conflict(kind: ResolutionConflictKind, { span, value }: Field<string>): ResolutionConflict {
  return { kind, at: span, value };
}

function* withNone(spec: YamlNode | undefined): Iterable<ResolutionConflict> {
  const endpoints = entryOf(spec, "endpoints");
  if (endpoints !== undefined && isSet(spec, "endpoints"))
    yield { kind: "endpoints-with-none", at: endpoints.key.span, value: "" };
  const selector = entryOf(spec, "workloadSelector");
  if (selector?.value?.kind === "mapping") yield { kind: "selector-with-none", at: selector.key.span, value: "" };
}

function* withStatic(spec: YamlNode | undefined): Iterable<ResolutionConflict> {
  for (const address of endpointAddresses(spec)) {
    if (isAddress(address.value) || address.value === "" || hostProblem(address.value) !== undefined) continue;
    yield conflict("host-with-static", address);
  }
}

function* withDns(spec: YamlNode | undefined, resolution: string): Iterable<ResolutionConflict> {
  const endpoints = entryOf(spec, "endpoints")?.value;
  const count = endpoints?.kind === "sequence" ? endpoints.items.length : 0;
  if (count === 0 && endpoints?.kind !== "scalar") {
    for (const host of knownTexts(spec, "hosts")) {
      const isWildcard = hostProblem(host.value) !== undefined && wildcardHostProblem(host.value) === undefined;
      if (isWildcard && host.value !== "*") yield conflict("wildcard-with-dns", host);
    }
  }
  const second = mappingsOf(spec, "endpoints")[1];
  if (resolution === "DNS_ROUND_ROBIN" && count > 1 && second !== undefined)
    yield { kind: "many-endpoints", at: second.entries[0]?.key.span ?? second.span, value: "" };
}

function* withDynamic(spec: YamlNode | undefined): Iterable<ResolutionConflict> {
  for (const host of knownTexts(spec, "hosts"))
    if (!host.value.startsWith("*") && hostProblem(host.value) === undefined) yield conflict("dynamic-host", host);
  const useless = uselessFields("ServiceEntry", (field) => (field === "resolution" ? "DYNAMIC_DNS" : undefined));
  for (const field of ["addresses", "endpoints"] as const) {
    const at = entryOf(spec, field)?.key.span;
    if (at !== undefined && useless.includes(field) && isSet(spec, field))
      yield { kind: `dynamic-${field}`, at, value: "" };
  }
  for (const port of mappingsOf(spec, "ports")) {
    const written = knownText(port, "protocol");
    const protocol = parseProtocol(written?.value ?? "");
    if (isHttpProtocol(protocol) || isTlsProtocol(protocol)) continue;
    const isKnown = written === undefined ? !isSet(port, "protocol") : written.value === "" || protocol !== undefined;
    if (!isKnown) continue;
    yield conflict("dynamic-protocol", written ?? { value: "", span: port.entries[0]?.key.span ?? port.span });
  }
}

function endpointAddresses(spec: YamlNode | undefined): readonly Field<string>[] {
  return mappingsOf(spec, "endpoints").flatMap((endpoint) => knownText(endpoint, "address") ?? []);
}

function mappingsOf(spec: YamlNode | undefined, key: string): readonly MappingNode[] {
  const list = entryOf(spec, key)?.value;
  return list?.kind === "sequence" ? list.items.flatMap((item) => (item?.kind === "mapping" ? [item] : [])) : [];
}

function isAddress(text: string): boolean {
  return isIpAddress(text) || text.startsWith(UNIX_PREFIX);
}
