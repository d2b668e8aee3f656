// What a DestinationRule's TLS settings are used for: its TLS blocks with the ports and subsets they hold for, the host outside the mesh they
// concern, and the routes that lead there. The ground that the rules about a DestinationRule's TLS stand on.
import type { ClientTls, DestinationRule, PortPolicy, Subset, TrafficPolicy } from "../model/destination-rule";
import { isWildcard, qualifyHost } from "../workspace/names";
import { type Exported, isSeenTogether } from "../workspace/visibility";
import { defineFact } from "../workspace/facts";
import type { WorkspaceView } from "../workspace/view";
import { httpSends, type HttpSend } from "./http-sends";
import { meshFacts } from "./mesh";
import { type RegistryService, servicesDeclaring } from "./registry";

/** A TLS block and what it holds for; without `port` for all ports, without `subset` for all routes. */
export interface TlsBlock {
  readonly tls: ClientTls;
  /** The mode as written, `DISABLE` when none is. */
  readonly mode: string;
  readonly policy: TrafficPolicy;
  readonly port: PortPolicy | undefined;
  readonly subset: Subset | undefined;
}

/** Every TLS block of a rule, in the order of its text's structure. */
export function tlsBlocks(rule: DestinationRule): readonly TlsBlock[] {
  const owners = [
    { policy: rule.trafficPolicy, subset: undefined },
    ...rule.subsets.map((subset) => ({ policy: subset.trafficPolicy, subset })),
  ];
  return owners.flatMap(({ policy, subset }) => {
    if (policy === undefined) return [];
    const block = (tls: ClientTls, port: PortPolicy | undefined): TlsBlock => ({
      tls,
      mode: tls.mode?.value ?? "DISABLE",
      policy,
      port,
      subset,
    });
    return [
      ...(policy.tls === undefined ? [] : [block(policy.tls, undefined)]),
      ...policy.ports.flatMap((port) => (port.tls === undefined ? [] : [block(port.tls, port)])),
    ];
  });
}

/** Whether a block opens TLS to a server that is no mesh proxy. */
export function originates(block: TlsBlock): boolean {
  return block.mode === "SIMPLE" || block.mode === "MUTUAL";
}

/** The rule's host in full form. */
export function hostOfRule(view: WorkspaceView, rule: DestinationRule): string {
  return qualifyHost(rule.host?.value ?? "", rule.namespace, view.clusterDomain);
}

/** The service outside the mesh that a rule is for, as the files declare it; nothing for wildcards and for hosts that no file declares. */
export function outsideService(view: WorkspaceView, rule: DestinationRule): RegistryService | undefined {
  const host = hostOfRule(view, rule);
  if (host === "" || isWildcard(host)) return undefined;
  const outside = servicesDeclaring(view, host).filter(
    (service) => service.isExternal && service.kind === "ServiceEntry",
  );
  const own = exportsOf(view, rule);
  return outside.find((service) => isSeenTogether(service, own)) ?? outside[0];
}

/** The http routes' sends to a rule's host. */
export function sendsTo(view: WorkspaceView, rule: DestinationRule): readonly HttpSend[] {
  return view.get(sendsByHost, hostOfRule(view, rule));
}

/** A gateway's Service has many rules, and each of them asks. */
const sendsByHost = defineFact("sends to a host", (view: WorkspaceView, host: string) =>
  view.routingTo(host).flatMap((service) => httpSends(view, service).filter((send) => send.host === host)),
);

/** Where a rule counts: where it is exported to, and in its own namespace in any case. */
function exportsOf(view: WorkspaceView, rule: DestinationRule): Exported {
  const written = rule.exportTo.map(({ value }) => value);
  return {
    namespace: rule.namespace,
    exportTo: written.length === 0 ? [...meshFacts(view).destinationRuleExportTo, "."] : [...written, "."],
  };
}

/** Whether the Gateway API's routes or policies are among the files: they can do what a VirtualService or DestinationRule would. */
export function usesGatewayApi(view: WorkspaceView): boolean {
  return view.all("Other").some((other) => other.apiVersion?.value.startsWith("gateway.networking.k8s.io/") === true);
}
