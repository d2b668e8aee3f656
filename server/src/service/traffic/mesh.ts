// The mesh-wide configuration as far as it is known: the `istio` ConfigMap or IstioOperator among the files, else the settings, else Istio's
// defaults. https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
import type { MeshConfig } from "../model/kubernetes";
import { headSpan, type DocumentSpan } from "../model/resource";
import { defineFact } from "../workspace/facts";
import { sameData } from "../workspace/same-data";
import type { WorkspaceView } from "../workspace/view";
import { behaves } from "./versions";

/** What happens to destinations that the registry does not know. */
export type OutboundMode = "ALLOW_ANY" | "REGISTRY_ONLY" | "ALLOW_ANY_DYNAMIC_DNS";

/** The mesh configuration. */
export interface MeshFacts {
  readonly rootNamespace: string;
  readonly clusterDomain: string;
  readonly outboundMode: OutboundMode;
  /** Whether files or settings say the outbound mode; otherwise it is Istio's default. */
  readonly isOutboundModeKnown: boolean;
  readonly serviceExportTo: readonly string[];
  readonly virtualServiceExportTo: readonly string[];
  readonly destinationRuleExportTo: readonly string[];
  readonly isAutoMtls: boolean;
  /** Whether sidecars answer DNS and give ServiceEntries without addresses one of their own. */
  readonly isDnsAllocating: boolean;
  /** The configuration's place, when it is among the files. */
  readonly at: readonly DocumentSpan[];
}

/** Istio's own root namespace. */
const DEFAULT_ROOT_NAMESPACE = "istio-system";

const PUBLIC = ["*"];

/** The mesh configuration that holds for this workspace. */
export function meshFacts(view: WorkspaceView): MeshFacts {
  return view.get(mesh, undefined);
}

const mesh = defineFact("mesh", readMesh, { equals: sameData });

function readMesh(view: WorkspaceView): MeshFacts {
  const configs = [...view.all("MeshConfig")].sort((a, b) => rank(a) - rank(b));
  const first = <T>(read: (config: MeshConfig) => T | undefined): T | undefined => {
    for (const config of configs) {
      const value = read(config);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const { mesh } = view.settings;
  const mode = first((config) => config.outboundMode) ?? mesh.outboundTrafficPolicy;
  const isKnown =
    isOutboundMode(mode) &&
    (mode !== "ALLOW_ANY_DYNAMIC_DNS" || behaves(view.settings.istioVersion, "allow-any-dynamic-dns"));
  return Object.freeze({
    rootNamespace: first((config) => config.rootNamespace) ?? mesh.rootNamespace ?? DEFAULT_ROOT_NAMESPACE,
    clusterDomain: view.clusterDomain,
    outboundMode: isKnown ? mode : "ALLOW_ANY",
    isOutboundModeKnown: isKnown || configs.length > 0,
    serviceExportTo: first((config) => config.defaultServiceExportTo) ?? PUBLIC,
    virtualServiceExportTo: first((config) => config.defaultVirtualServiceExportTo) ?? PUBLIC,
    destinationRuleExportTo: first((config) => config.defaultDestinationRuleExportTo) ?? PUBLIC,
    isAutoMtls: first((config) => config.enableAutoMtls) ?? true,
    isDnsAllocating:
      first((config) => config.dnsAutoAllocate) === true ||
      (first((config) => config.dnsCapture) === true && behaves(view.settings.istioVersion, "allocate-addresses")),
    at: configs.map((config) => ({ document: config.document, span: headSpan(config) })),
  });
}

/** The ConfigMap is what istiod reads; an operator's resource only becomes one. */
function rank(config: MeshConfig): number {
  return config.kind.value === "ConfigMap" ? 0 : 1;
}

/** Whether a text is a known outbound mode. */
export function isOutboundMode(mode: string | undefined): mode is OutboundMode {
  return mode === "ALLOW_ANY" || mode === "REGISTRY_ONLY" || mode === "ALLOW_ANY_DYNAMIC_DNS";
}
