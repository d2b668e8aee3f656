// What TLS a proxy puts on a connection it opens, as istiod makes it of a DestinationRule's settings: the mode that is left, the server name on
// the wire, and what is verified. Follows networking/core/cluster_tls.go.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
import type { DestinationRule } from "../model/destination-rule";
import { hasLabels } from "../workspace/visibility";
import type { EffectiveTls } from "./destination-policy";
import type { HopTls } from "./trace";
import { behaves } from "./versions";

/** A TLS layer around the request, as the next proxy or server meets it. */
export interface TlsLayer {
  readonly by: "client" | "proxy";
  readonly sni: string | undefined;
  /** The certificate that the side opening the connection shows. */
  readonly certificate: "none" | "mesh" | "own" | "unknown";
}

/** What TLS depends on besides the settings themselves. */
export interface TlsOrigin {
  readonly release: string;
  readonly isSidecar: boolean;
  readonly host: string;
  readonly port: number;
  readonly subset: string | undefined;
  /** The Host header, for requests the proxy reads as HTTP; nothing where it forwards bytes. */
  readonly authority: string | undefined;
  /** Names that the ServiceEntry declares for the certificate. */
  readonly serviceNames: readonly string[];
  /** The layers that are already around the request. */
  readonly inside: readonly TlsLayer[];
}

const CONFIG_MAP = "configmap://";

/** The TLS of a connection, from the block in force (nothing for none). */
export function originateTls(effective: EffectiveTls | undefined, origin: TlsOrigin): HopTls {
  switch (effective?.mode) {
    case "ISTIO_MUTUAL":
      return meshTls(effective, origin);
    case "SIMPLE":
    case "MUTUAL": {
      const dropped = droppedBecause(effective, origin);
      return dropped === undefined ? ownTls(effective, origin) : withoutTls(effective, origin, dropped);
    }
    default:
      return withoutTls(effective, origin, undefined);
  }
}

/** The layer that a connection's TLS adds; nothing when it adds none. */
export function layerOf(tls: HopTls): TlsLayer | undefined {
  switch (tls.mode) {
    case "SIMPLE":
      return { by: "proxy", sni: tls.sni, certificate: "none" };
    case "MUTUAL":
      return { by: "proxy", sni: tls.sni, certificate: "own" };
    case "ISTIO_MUTUAL":
      return { by: "proxy", sni: tls.sni, certificate: "mesh" };
    case "DISABLE":
    case "PASSTHROUGH":
      return undefined;
  }
}

/** The server name that Istio's mutual TLS sends unless `sni` is set: the cluster in DNS form. */
export function meshServerName(host: string, port: number, subset: string | undefined): string {
  return `outbound_.${port}_.${subset ?? ""}_.${host}`;
}

/** Whether sidecars may use a rule's `credentialName`: only where the rule names its workloads. */
function canUseCredentialOnSidecar(rule: DestinationRule): boolean {
  return hasLabels(rule.workloadSelector);
}

function meshTls(effective: EffectiveTls, origin: TlsOrigin): HopTls {
  const sni = effective.tls.sni?.value;
  return {
    mode: "ISTIO_MUTUAL",
    wire: "mtls",
    sni: sni ?? meshServerName(origin.host, origin.port, origin.subset),
    sniFrom: sni === undefined ? "cluster" : "setting",
    verifiesCertificate: true,
    verifiesNames: effective.tls.subjectAltNames.map((name) => name.value),
    dropped: undefined,
    policy: effective,
  };
}

function ownTls(effective: EffectiveTls, origin: TlsOrigin): HopTls {
  const { tls } = effective;
  const isUnchecked = tls.insecureSkipVerify?.value === true;
  const hasAuthority = tls.caCertificates !== undefined || tls.credentialName !== undefined;
  const verifiesCertificate = !isUnchecked && (hasAuthority || behaves(origin.release, "verify-server-certificate"));
  const followed = behaves(origin.release, "auto-sni") ? origin.authority : undefined;
  const set = tls.sni?.value;
  const declared = tls.subjectAltNames.map((name) => name.value);
  const names = declared.length > 0 ? declared : origin.serviceNames;
  // Without any name to check, the one of the Host header is checked, unless `sni` is set: then none is.
  const fallback = set === undefined && followed !== undefined ? [followed] : [];
  return {
    mode: effective.mode === "MUTUAL" ? "MUTUAL" : "SIMPLE",
    wire: effective.mode === "MUTUAL" ? "mtls" : "tls",
    sni: set ?? followed,
    sniFrom: set !== undefined ? "setting" : followed !== undefined ? "authority" : "none",
    verifiesCertificate,
    verifiesNames: !verifiesCertificate ? [] : names.length > 0 ? names : fallback,
    dropped: undefined,
    policy: effective,
  };
}

function withoutTls(effective: EffectiveTls | undefined, origin: TlsOrigin, dropped: HopTls["dropped"]): HopTls {
  const outer = origin.inside.at(-1);
  const forwarded = outer !== undefined;
  return {
    mode: forwarded ? "PASSTHROUGH" : "DISABLE",
    wire: !forwarded ? "plain" : outer.certificate === "none" || outer.certificate === "unknown" ? "tls" : "mtls",
    sni: outer?.sni,
    sniFrom: forwarded ? "client" : "none",
    verifiesCertificate: false,
    verifiesNames: [],
    dropped,
    policy: effective,
  };
}

function droppedBecause(effective: EffectiveTls, origin: TlsOrigin): HopTls["dropped"] {
  const { tls, rule, mode } = effective;
  const credential = tls.credentialName?.value;
  if (credential !== undefined && credential !== "") {
    const isPrivileged = !credential.startsWith(CONFIG_MAP);
    return isPrivileged && origin.isSidecar && !canUseCredentialOnSidecar(rule) ? "credential-on-sidecar" : undefined;
  }
  const hasPair = tls.clientCertificate !== undefined && tls.privateKey !== undefined;
  return mode === "MUTUAL" && !hasPair ? "no-client-certificate" : undefined;
}
