// What a set of egress resources is made for: the host, the way out, ports and names, with the defaults that the snippets show. Names of
// resources follow from the host, so that whoever types it once gets a set that fits together.
import type { SlotText } from "./template";

/** Everything a set can be told. */
export interface ScaffoldParameters {
  /** The host outside the mesh; for the wildcard set the domain below which all hosts are meant. */
  readonly host: string;
  /** The word that every resource name begins with. */
  readonly name: string;
  /** The namespace of the resources; without it none is written. */
  readonly namespace: string | undefined;
  /** The port on which the app calls the host, plain HTTP. */
  readonly httpPort: number;
  /** The port on which the host answers TLS. */
  readonly tlsPort: number;
  /** The port on which the egress gateway's Service takes the requests. */
  readonly gatewayPort: number;
  /** The egress gateway's Service. */
  readonly gatewayService: string;
  /** The namespace the egress gateway runs in. */
  readonly gatewayNamespace: string;
  /** The value of the label `istio` on the egress gateway's pods. */
  readonly gatewayLabel: string;
  /** The Secret with the client certificate, in the egress gateway's namespace. */
  readonly credentialName: string;
  /** The first label of the one host below a wildcard domain that all requests are sent to. */
  readonly concreteHost: string;
}

/** A parameter's name. */
export type ParameterName = keyof ScaffoldParameters;

/** The parameters as texts, which is what templates take: values for a file, open places for a snippet. */
export type ParameterTexts = Readonly<Record<Exclude<ParameterName, "namespace">, SlotText>> & {
  readonly namespace: SlotText | undefined;
};

/** The defaults. The name follows from the host; see nameOfHost(). */
export const DEFAULT_PARAMETERS: ScaffoldParameters = {
  host: "finance.yahoo.com",
  name: "finance-yahoo-com",
  namespace: "default",
  httpPort: 80,
  tlsPort: 443,
  gatewayPort: 80,
  gatewayService: "istio-egressgateway",
  gatewayNamespace: "istio-system",
  gatewayLabel: "egressgateway",
  credentialName: "client-credential",
  concreteHost: "www",
};

/** A word for a host that can stand in names of resources and subsets: `finance.yahoo.com` -> `finance-yahoo-com`. */
export function nameOfHost(host: string): string {
  const name = host
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replace(/^-+|-+$/g, "");
  return name === "" ? "host" : name;
}

/** All parameters from some of them; a name that is not given follows from the host. A wildcard `*.domain` stands for its domain. */
export function completeParameters(
  given: Partial<ScaffoldParameters>,
  defaults: Partial<ScaffoldParameters> = {},
): ScaffoldParameters {
  const base = { ...DEFAULT_PARAMETERS, ...defaults, ...given };
  const host = base.host.replace(/^\*\./, "");
  return { ...base, host, name: given.name ?? nameOfHost(host) };
}
