// Judgements of single values: host names, ports, durations, addresses, labels, exportTo entries, header names. Pure functions that answer with
// a reason or nothing; they follow Istio 1.30's admission webhook (pkg/config/validation, pkg/config/labels, pkg/config/visibility) so that
// every rule that looks at such a value gives Istio's verdict. What several fields say together is left to the rules.

/** Why a host name is refused. `label` is the part between dots that is wrong, or "" when the whole name is. */
export interface HostProblem {
  readonly reason: "empty" | "too-long" | "numeric-end" | "label";
  readonly label: string;
}

/** Why a `namespace/host` entry of a Gateway server or a Sidecar listener is refused. */
export interface ScopedHostProblem {
  readonly reason:
    HostProblem["reason"] | "no-namespace" | "empty-part" | "namespace" | "short-name" | "partial-wildcard";
  readonly label: string;
}

const LABEL = "[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?";
const DNS_LABEL = new RegExp(`^${LABEL}$`);
const WILDCARD_LABEL = new RegExp(`^(?:\\*|(?:\\*|\\*-)?${LABEL})$`);
const MAX_LABEL = 63;
const MAX_HOST = 255;

/** Whether a text is a DNS label as Istio takes it: up to 63 letters of either case, digits and inner dashes. */
export function isDnsLabel(text: string): boolean {
  return text.length <= MAX_LABEL && DNS_LABEL.test(text);
}

/** What is wrong with a host that must not be a wildcard (ValidateFQDN). A short name such as `reviews` is fine. */
export function hostProblem(name: string): HostProblem | undefined {
  return lengthProblem(name) ?? labelsProblem(name);
}

/** What is wrong with a host whose first label may be, or begin with, `*` (ValidateWildcardDomain). */
export function wildcardHostProblem(name: string): HostProblem | undefined {
  const tooLong = lengthProblem(name);
  if (tooLong !== undefined) return tooLong;
  const dot = name.indexOf(".");
  const first = dot < 0 ? name : name.slice(0, dot);
  if (first.length > MAX_LABEL || !WILDCARD_LABEL.test(first)) return { reason: "label", label: first };
  return dot < 0 ? undefined : labelsProblem(name.slice(dot + 1));
}

/** Whether a host has a `*` that is neither the whole host nor its whole first label (ValidatePartialWildCard). */
export function isPartialWildcard(name: string): boolean {
  return name.includes("*") && name !== "*" && !name.startsWith("*.");
}

/**
 * What is wrong with an entry of `servers[].hosts` (gateway: the namespace may be left out, addresses are fine) or of a Sidecar's
 * `egress[].hosts` (ValidateNamespaceSlashWildcardHostname). The first reason in the order of the text.
 */
export function scopedHostProblem(entry: string, place: "gateway" | "sidecar"): ScopedHostProblem | undefined {
  const slash = entry.indexOf("/");
  if (slash < 0) {
    return place === "gateway" ? scopedNameProblem(entry, place) : { reason: "no-namespace", label: entry };
  }
  const namespace = entry.slice(0, slash);
  const name = entry.slice(slash + 1);
  if (namespace === "" || name === "") return { reason: "empty-part", label: "" };
  const reserved = place === "gateway" ? ["*", "."] : ["*", ".", "~"];
  if (!reserved.includes(namespace) && !isDnsLabel(namespace)) return { reason: "namespace", label: namespace };
  return scopedNameProblem(name, place);
}

/**
 * The host of a text that says more than a host: a URL, or a host with a port or a path behind it. Nothing for plain hosts, addresses,
 * `namespace/host` entries, and texts whose host would not be one either.
 */
export function hostInUrl(text: string): string | undefined {
  const match = /^(?:[a-z][-+.a-z0-9]*:\/\/)?(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:[\]]*)(?::\d*)?(?:[/?#].*)?$/i.exec(
    text.trim(),
  );
  const host = match?.[1] ?? "";
  if (host === "" || host === text || host.startsWith("[") || wildcardHostProblem(host) !== undefined) return undefined;
  // `namespace/host` is no host with a path: a namespace has no dot.
  const isUrl = text.includes("://") || host.includes(".") || text.slice(host.length).startsWith(":");
  return isUrl ? host : undefined;
}

function scopedNameProblem(name: string, place: "gateway" | "sidecar"): ScopedHostProblem | undefined {
  if (name !== "*" && !name.includes(".")) {
    return name === "" ? { reason: "empty", label: "" } : { reason: "short-name", label: name };
  }
  const problem = wildcardHostProblem(name);
  if (problem !== undefined && !(place === "gateway" && isIpAddress(name))) return problem;
  return isPartialWildcard(name) ? { reason: "partial-wildcard", label: name } : undefined;
}

function lengthProblem(name: string): HostProblem | undefined {
  if (name.length > MAX_HOST) return { reason: "too-long", label: "" };
  return name === "" ? { reason: "empty", label: "" } : undefined;
}

function labelsProblem(name: string): HostProblem | undefined {
  const labels = name.split(".");
  const last = labels.at(-1) ?? "";
  if (/^[+-]?\d{1,18}$/.test(last)) return { reason: "numeric-end", label: last };
  // A final dot is allowed: `example.com.` is the unambiguous form.
  const wrong = labels.find(
    (label, position) => !(position === labels.length - 1 && label === "") && !isDnsLabel(label),
  );
  return wrong === undefined ? undefined : { reason: "label", label: wrong };
}

/** Whether a text is an IPv4 or IPv6 address in the strict form of Go's netip.ParseAddr: no leading zeros, a zone only on IPv6. */
export function isIpAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

/** Whether a text is an IPv4 address. */
function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** Whether a text is an IPv6 address, perhaps with a zone. */
function isIpv6(text: string): boolean {
  const percent = text.indexOf("%");
  if (percent >= 0) return percent < text.length - 1 && isPlainIpv6(text.slice(0, percent));
  return isPlainIpv6(text);
}

function isPlainIpv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const all = groups.flat();
  const embedded = all.at(-1)?.includes(".") === true && (groups.at(-1)?.length ?? 0) > 0;
  if (embedded && !isIpv4(all.at(-1) ?? "")) return false;
  const hex = embedded ? all.slice(0, -1) : all;
  if (!hex.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const length = hex.length + (embedded ? 2 : 0);
  return halves.length === 2 ? length < 8 : length === 8;
}

/** Whether a text is an address with a prefix length, such as `10.0.0.0/8` (netip.ParsePrefix). */
export function isCidr(text: string): boolean {
  const slash = text.indexOf("/");
  if (slash < 0) return false;
  const address = text.slice(0, slash);
  const bits = text.slice(slash + 1);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(bits)) return false;
  return isIpv4(address) ? Number(bits) <= 32 : isPlainIpv6(address) && Number(bits) <= 128;
}

/** What is wrong with an address that may be a CIDR block (ValidateIPSubnet): `cidr` when it looks like a block, else `ip`. */
export function subnetProblem(text: string): "ip" | "cidr" | undefined {
  if (text.split("/").length === 2) return isCidr(text) ? undefined : "cidr";
  return isIpAddress(text) ? undefined : "ip";
}

/** The prefix of an address that is a unix domain socket. */
export const UNIX_PREFIX = "unix://";

/** What is wrong with a socket path, the prefix `unix://` taken off (ValidateUnixAddress). Abstract sockets begin with `@`. */
export function unixPathProblem(path: string): "empty" | "not-absolute" | "directory" | undefined {
  if (path === "") return "empty";
  if (path.startsWith("@")) return undefined;
  if (!path.startsWith("/")) return "not-absolute";
  return path.endsWith("/") ? "directory" : undefined;
}

/** Whether a number can be a port of TCP. */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  "\u00b5s": 1_000n,
  "\u03bcs": 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** A duration in nanoseconds, as Go's time.ParseDuration reads it (`1.5s`, `1h30m`, `0`); nothing when the text is no duration. */
export function parseDuration(text: string): bigint | undefined {
  const match = /^([+-]?)(.+)$/s.exec(text);
  if (match === null) return undefined;
  const [, sign, body = ""] = match;
  if (body === "0") return 0n;
  let total = 0n;
  let at = 0;
  const part = /(\d*)(?:\.(\d*))?(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/y;
  while (at < body.length) {
    part.lastIndex = at;
    const found = part.exec(body);
    if (found === null) return undefined;
    const [whole, digits = "", fraction = "", unit = ""] = found;
    if (digits === "" && fraction === "") return undefined;
    const scale = UNITS[unit] ?? 0n;
    total += BigInt(digits === "" ? "0" : digits) * scale;
    // Digits below a nanosecond are cut off.
    const kept = fraction.slice(0, 18);
    if (kept !== "") total += (BigInt(kept) * scale) / 10n ** BigInt(kept.length);
    at += whole.length;
  }
  return sign === "-" ? -total : total;
}

/** What is wrong with a duration that must be at least a millisecond, in whole milliseconds (the CRDs' CEL rule and ValidateDuration). */
export function durationProblem(text: string): "syntax" | "too-short" | "precision" | undefined {
  const nanoseconds = parseDuration(text);
  if (nanoseconds === undefined) return "syntax";
  if (nanoseconds < 1_000_000n) return "too-short";
  return nanoseconds % 1_000_000n === 0n ? undefined : "precision";
}

const LABEL_NAME = "(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const LABEL_KEY = new RegExp(`^(${LABEL}(?:\\.${LABEL})*/)?(${LABEL_NAME})$`);
const LABEL_VALUE = new RegExp(`^(?:${LABEL_NAME})?$`);
const MAX_LABEL_PREFIX = 253;

/** What is wrong with a label's key, such as `app.kubernetes.io/name` (pkg/config/labels, validateTagKey). */
export function labelKeyProblem(key: string): "syntax" | "prefix-too-long" | "name-too-long" | undefined {
  const match = LABEL_KEY.exec(key);
  if (match === null) return "syntax";
  const [, prefix = "", name = ""] = match;
  if (prefix.length - 1 > MAX_LABEL_PREFIX) return "prefix-too-long";
  return name.length > MAX_LABEL ? "name-too-long" : undefined;
}

/** Whether a text is a label's value; empty is fine. */
export function isLabelValue(value: string): boolean {
  return LABEL_VALUE.test(value);
}

/** What is wrong with one entry of exportTo: `none` when `~` stands where only a ServiceEntry may have it (visibility.Validate). */
export function exportToProblem(entry: string, mayBeNone: boolean): "none" | "syntax" | undefined {
  if (entry === "." || entry === "*") return undefined;
  if (entry === "~") return mayBeNone ? undefined : "none";
  return isDnsLabel(entry) ? undefined : "syntax";
}

/** Whether a number is a percentage. */
export function isPercent(value: number): boolean {
  return value >= 0 && value <= 100;
}

/**
 * What is wrong with the name of a header that a route adds, sets or removes. `:authority` and `Host` may be set on a request
 * (`setsRequest`), no other header that begins with a colon may be touched.
 */
export function headerOperationProblem(name: string, setsRequest: boolean): "empty" | "host" | "internal" | undefined {
  if (name === "") return "empty";
  const lower = name.toLowerCase();
  if (setsRequest) return name.startsWith(":") && lower !== ":authority" ? "internal" : undefined;
  if (lower === "host") return "host";
  return name.startsWith(":") ? "internal" : undefined;
}
