// What the person (or the CLI's flags) tells the engine about the mesh and about reporting. Plain values; every feature gets them passed in.
import { NEWEST_ISTIO } from "../schema/releases";

/** How serious a finding is. */
export type Severity = "error" | "warning" | "information" | "hint";

/** An egress (or other) gateway that the workspace does not contain: its Service and the labels of its pods. */
export interface GatewayDescription {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly port: number; readonly targetPort: number; readonly name?: string }[];
}

/** What is known of the mesh besides its resources. Undefined means: not said, Istio's default is assumed. */
export interface MeshSettings {
  readonly rootNamespace?: string;
  readonly clusterDomain?: string;
  readonly outboundTrafficPolicy?: "ALLOW_ANY" | "REGISTRY_ONLY";
  /** Hosts that exist in the cluster though no file here declares them; `*.example.com` covers a domain. */
  readonly knownHosts?: readonly string[];
  /** Gateways (`namespace/name`) that exist in the cluster though no file here declares them. */
  readonly knownGateways?: readonly string[];
}

/** All settings of the engine. */
export interface Settings {
  /** The Istio release the files are written for, `major.minor`. */
  readonly istioVersion: string;
  /** Whether the files are all of the mesh (`whole`) or perhaps only a part of it. */
  readonly knowledge: "part" | "whole";
  readonly gateways: readonly GatewayDescription[];
  readonly mesh: MeshSettings;
  /** Severity by rule code; `off` silences it. */
  readonly severities: Readonly<Record<string, Severity | "off">>;
}

/** Settings of someone who configured nothing. */
export const DEFAULT_SETTINGS: Settings = {
  istioVersion: NEWEST_ISTIO,
  knowledge: "part",
  gateways: [],
  mesh: {},
  severities: {},
};
