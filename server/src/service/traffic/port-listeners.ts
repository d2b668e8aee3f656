// Which listeners a sidecar has on a port, before any VirtualService is looked at: one per address, each with the HTTP routes and the services whose
// connections it forwards, as far as the protocols of the port get along. Follows networking/core/listener.go (buildSidecarOutboundListeners).
import { parseProtocol } from "../model/protocol";
import { protocolClass, type ProtocolClass } from "../model/protocol-class";
import { identity } from "../workspace/canonical";
import { defineFact } from "../workspace/facts";
import { sameData } from "../workspace/same-data";
import { createdAt, hasLabels } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import { isSingleAddress, readRange } from "./addresses";
import type { EgressListener, EgressScope } from "./egress-scope";
import { undeclaredGateways } from "./assumed-service";
import {
  declarationsOf,
  hostsOnPort,
  isPublic,
  isVisible,
  portOf,
  type RegistryService,
  resolveHost,
} from "./registry";

/** Where listeners without an address of their own are. */
export const ANY_ADDRESS = "0.0.0.0";

/** A service whose connections a listener forwards. */
export interface ForwardedService {
  readonly service: RegistryService;
  /** Whether the listener tells its connections by server name; otherwise it takes whatever comes. */
  readonly isTls: boolean;
  /** The range of addresses that its connections go to; nothing where the listener is at its only address. */
  readonly range: string | undefined;
  /** Whether its host stands for its connections' server name when no rule does. */
  readonly isNamed: boolean;
  readonly egress: EgressListener;
}

/** A listener. */
export interface PortListener {
  readonly address: string;
  /** The HTTP routes: of all services of the port, or of one that has the listener for itself. */
  readonly http: { readonly only: RegistryService | undefined; readonly isDetected: boolean } | undefined;
  readonly forwarded: readonly ForwardedService[];
}

/** The listeners of a port by their address. */
export type PortListeners = ReadonlyMap<string, PortListener>;

/** The listeners of a port. */
export function portListeners(view: WorkspaceView, scope: EgressScope, port: number): PortListeners {
  return view.get(listeners, { scope, port });
}

const listeners = defineFact(
  "listeners of a port",
  (view: WorkspaceView, { scope, port }: { readonly scope: EgressScope; readonly port: number }) =>
    build(view, scope, port),
  { equals: sameData, key: ({ scope, port }) => `${port} ${scope.id} ${identity(scope.sidecar)}` },
);

/** The address of a service's own (that of its pods, where clients ask for them), or a word that stands for it where nobody has written it down; nothing when it shares its listener. */
export function ownAddress(service: RegistryService): string | undefined {
  const [single] = service.addresses.filter((address) => {
    const range = readRange(address);
    return range !== undefined && isSingleAddress(range);
  });
  if (single !== undefined) return single.replace(/\/\d+$/, "");
  return service.hasOwnAddress || isHeadless(service) ? `=${service.host}` : undefined;
}

type Word = "http" | "tcp" | "auto" | "MONGO" | "MYSQL";

interface Draft {
  readonly address: string;
  word: Word;
  isLocked: boolean;
  http: PortListener["http"];
  forwarded: ForwardedService[];
}

/** A service with what its port says. */
interface PortUse {
  readonly service: RegistryService;
  readonly protocol: string | undefined;
  readonly protocolClass: ProtocolClass;
}

function build(view: WorkspaceView, scope: EgressScope, port: number): PortListeners {
  const drafts = new Map<string, Draft>();
  for (const egress of scope.listeners) {
    if (egress.scope.port !== undefined && egress.scope.port !== port) continue;
    if (egress.scope.port === undefined) for (const draft of drafts.values()) draft.isLocked = true;
    for (const use of usesOf(view, egress, port)) add(drafts, use, egress);
  }
  return drafts;
}

/** The services of a listener with the port, in istiod's order: what is exported by name first, then the older ones, then by name. */
function usesOf(view: WorkspaceView, egress: EgressListener, port: number): readonly PortUse[] {
  const { scope } = egress;
  const found: PortUse[] = [];
  for (const host of hostsOnPort(view, port, ["http", "tls", "tcp", "auto"])) {
    const namespace = resolveHost(view, scope, host)?.namespace;
    for (const service of declarationsOf(view, host)) {
      if (service.namespace !== namespace || service.resolution === "ALIAS" || !isVisible(service, scope)) continue;
      const declared = portOf(service, port);
      if (declared === undefined) continue;
      const { protocol, protocolClass: kind } = declared;
      for (const one of byAddress(service)) found.push({ service: one, protocol, protocolClass: kind });
    }
  }
  for (const { service, ports } of undeclaredGateways(view)) {
    const declared = ports.find((candidate) => candidate.port === port);
    // A ServiceEntry of the client's own namespace for the same host goes before a Service elsewhere.
    const isTaken = resolveHost(view, scope, service.host)?.namespace === scope.namespace;
    if (declared === undefined || isTaken || !isVisible(service, scope)) continue;
    found.push({ service, protocol: declared.protocol, protocolClass: protocolClass(declared.protocol) });
  }
  const ordered = found.map((use) => ({ use, key: orderOf(use.service) }));
  return ordered.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ use }) => use);
}

function orderOf(service: RegistryService): string {
  const [resource] = service.resources;
  const name = resource?.type === "ServiceEntry" ? service.host : service.host.slice(0, service.host.indexOf("."));
  // Services without a time are taken to be older than ServiceEntries.
  const age = resource === undefined ? "" : createdAt(resource) || (resource.type === "Service" ? "" : "~");
  return [isPublic(service) ? "1" : "0", age, name, service.namespace].join(" ");
}

/** istiod has one service for each address of a ServiceEntry. */
function byAddress(service: RegistryService): readonly RegistryService[] {
  if (service.addresses.length < 2) return [service];
  return service.addresses.map((address) => {
    const range = readRange(address);
    return { ...service, addresses: [address], hasOwnAddress: range !== undefined && isSingleAddress(range) };
  });
}

function add(drafts: Map<string, Draft>, use: PortUse, egress: EgressListener): void {
  const { service } = use;
  // The protocol of a listener for one port counts, not that of its services (listener.go:423).
  const protocol = egress.scope.port === undefined ? use.protocol : egress.protocol;
  const kind = egress.scope.port === undefined ? use.protocolClass : protocolClass(protocol);
  if (kind === "udp" || isWithoutPods(service, egress)) return;
  const own = ownAddress(service);
  const isShared = kind === "http" || own === undefined;
  const address = egress.bind ?? (isShared ? ANY_ADDRESS : own);
  const draft = drafts.get(address);
  if (draft?.isLocked === true) return;
  const word = wordOf(kind, protocol);
  const forwarded: ForwardedService = {
    service,
    isTls: kind === "tls",
    range: egress.bind === undefined && own === undefined ? service.addresses[0] : undefined,
    isNamed:
      (own === undefined && (service.addresses.length > 0 || address === ANY_ADDRESS)) ||
      (service.host.startsWith("*") && service.resolution === "DYNAMIC_DNS"),
    egress,
  };
  const http = { only: isShared ? undefined : service, isDetected: address === ANY_ADDRESS || kind === "auto" };
  if (draft === undefined) {
    drafts.set(address, {
      address,
      word: kind === "http" && address === ANY_ADDRESS ? "auto" : word,
      isLocked: false,
      http: kind === "http" || kind === "auto" ? http : undefined,
      forwarded: kind === "http" ? [] : [forwarded],
    });
    return;
  }
  const isTcp = draft.word !== "http" && draft.word !== "auto";
  if (kind === "http" ? !isTcp : kind === "auto" && draft.word === "auto") return;
  // Protocols in which the server speaks first do not stand detection, so what comes later is left out (listener.go:1360-1373).
  if (isServerFirst(draft.word) !== isServerFirst(word) || (isServerFirst(word) && draft.word !== word)) return;
  if (kind === "http" || kind === "auto") draft.http ??= http;
  if (kind !== "http") draft.forwarded.push(forwarded);
  if (kind === "http" || kind === "auto" || draft.word === "http") draft.word = "auto";
}

/** A ServiceEntry that waits for pods has no listener where clients keep the address they asked for (listener.go:497-520). */
function isWithoutPods(service: RegistryService, egress: EgressListener): boolean {
  if (service.resolution !== "NONE" || egress.scope.port !== undefined || egress.bind !== undefined) return false;
  const [resource] = service.resources;
  return resource?.type === "ServiceEntry" && hasLabels(resource.workloadSelector) && service.addresses.length === 0;
}

function isHeadless(service: RegistryService): boolean {
  return service.kind === "Service" && service.resolution === "NONE";
}

function wordOf(kind: ProtocolClass, protocol: string | undefined): Word {
  const parsed = protocol === undefined ? undefined : parseProtocol(protocol);
  if (parsed === "MONGO" || parsed === "MYSQL") return parsed;
  return kind === "http" ? "http" : kind === "auto" ? "auto" : "tcp";
}

function isServerFirst(word: Word): boolean {
  return word === "MONGO" || word === "MYSQL";
}
