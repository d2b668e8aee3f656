// A Gateway that VirtualServices name and no file holds: its servers are not known, but its http routes are, and what arrives at the pods can be
// followed by them, as if a server took it.
import type { VirtualService } from "../model/virtual-service";
import { covers, qualifyHost } from "../workspace/names";
import { gatewayNamed, gatewaysAround, visibleVirtualServices } from "./gateways";
import { catchAllLast, firstMatching, httpEntries } from "./routes";
import { type End, type State, tableOwner } from "./state";
import { takeEntry } from "./take-entry";

/** The Gateways around a VirtualService that may be in the cluster and are in no file. */
export function unseenGateways(state: State, service: VirtualService): readonly string[] {
  const { knowledge, mesh } = state.view.settings;
  return gatewaysAround(state.view, service).filter(
    (name) =>
      gatewayNamed(state.view, name) === undefined &&
      (knowledge === "part" || (mesh.knownGateways ?? []).includes(name)),
  );
}

/** The way on by the http routes of an unseen Gateway; nothing where there are several, or none of the routes takes the request. */
export function throughUnseenGateway(state: State): State | End | undefined {
  const { view, proxy, request, mesh, notes, isHttp } = state;
  const last = state.hops.at(-1);
  const [gateway, ...others] = last?.taken === undefined ? [] : unseenGateways(state, last.taken.virtualService);
  const port = last?.destination?.port;
  // Bytes that the app wrapped in TLS itself are not read by http routes.
  const isReadable = isHttp && state.layers.every(({ by }) => by === "proxy");
  if (gateway === undefined || others.length > 0 || port === undefined || !isReadable) return undefined;
  const cx = { gateway, port, proxyNamespace: proxy.namespace, labels: proxy.labels };
  const { onDoubt } = tableOwner(state);
  const entries = visibleVirtualServices(view, view.boundTo(gateway), proxy.namespace)
    .filter(({ hosts, namespace }) =>
      hosts.some(({ value }) => covers(qualifyHost(value, namespace, mesh.clusterDomain), request.authority)),
    )
    .flatMap((service) => httpEntries(view, service, cx, onDoubt));
  const entry = firstMatching(catchAllLast(entries), request, onDoubt);
  if (entry === undefined) return undefined;
  notes.assume("gateway-not-seen", { gateway, port });
  return takeEntry({ ...state, layers: [] }, "gateway-routing", entry, { draft: {}, defaultPort: () => port });
}
