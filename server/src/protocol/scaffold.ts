// The request with which a client asks for a new egress set as a snippet. Types and names only.

export const scaffoldRequest = "istio-egress/scaffold";

/** The ways out of the mesh that can be scaffolded, the recommended one first. */
export type ScaffoldVariant = "classic" | "istio-mutual" | "mutual" | "sidecar" | "passthrough" | "wildcard";

export interface ScaffoldParams {
  readonly variant: ScaffoldVariant;
  /** The external host, without a port. */
  readonly host: string;
  /** The namespace of the resources. */
  readonly namespace: string;
}

export interface ScaffoldResult {
  /** A snippet in the Language Server Protocol's syntax; the answers are the defaults of its tab stops. */
  readonly snippet: string;
}
