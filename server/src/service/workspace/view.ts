// The questions that rules, traces and features may ask of the workspace. Each question is a key (summary.ts) or a fact (facts.ts); what was asked
// is noted, so that the answer's consequences are recomputed when, and only when, the answer may be another one.
import type { DestinationRule } from "../model/destination-rule";
import type { Gateway } from "../model/gateway";
import type { Kustomization, MeshConfig, Namespace, Secret, Service, Workload } from "../model/kubernetes";
import type { Resource, ResourceType } from "../model/lower";
import type { ProtocolClass } from "../model/protocol-class";
import type { ServiceEntry, WorkloadEntry } from "../model/service-entry";
import type { ProxyConfig, Sidecar } from "../model/sidecar";
import type { VirtualService } from "../model/virtual-service";
import { defineFact } from "./facts";
import type { Viewpoint } from "./memory";
import type { Fact, Level } from "./memory-node";
import { coveringHosts } from "./names";
import { areEnvironmentsApart, folderOf } from "./neighbourhood";
import type { Settings } from "./settings";
import type { Snapshot } from "./snapshot";
import {
  aliasKey,
  bareNameKey,
  boundKey,
  destinationKey,
  hostKey,
  identityOf,
  nameKey,
  type NamespacedType,
  namespaceKey,
  patchKey,
  portKey,
  selectorKey,
  typeKey,
  uncertainKey,
} from "./summary";

/** The resource type behind each word of `type`. */
export interface ResourceByType {
  readonly ServiceEntry: ServiceEntry;
  readonly Gateway: Gateway;
  readonly DestinationRule: DestinationRule;
  readonly VirtualService: VirtualService;
  readonly Sidecar: Sidecar;
  readonly WorkloadEntry: WorkloadEntry;
  readonly ProxyConfig: ProxyConfig;
  readonly Service: Service;
  readonly Workload: Workload;
  readonly Namespace: Namespace;
  readonly Secret: Secret;
  readonly Kustomization: Kustomization;
  readonly MeshConfig: MeshConfig;
  readonly Other: Extract<Resource, { type: "Other" }>;
}

/** The index, seen from one file. All lists are ordered by uri, then by place. */
export class WorkspaceView implements Viewpoint {
  constructor(
    private readonly snapshot: Snapshot,
    /** The uri of the file the question comes from. */
    readonly origin: string,
  ) {}

  get settings(): Settings {
    return this.snapshot.settings;
  }

  get clusterDomain(): string {
    return this.snapshot.clusterDomain;
  }

  /** The same workspace, seen from another file. */
  from(origin: string): WorkspaceView {
    return origin === this.origin ? this : new WorkspaceView(this.snapshot, origin);
  }

  /** A fact about the workspace; it is kept until something that it read has another value. */
  get<Argument, Value>(fact: Fact<WorkspaceView, Argument, Value>, argument: Argument): Value {
    return this.snapshot.facts.get(fact, argument, this);
  }

  /** What stands for the asking file where answers differ from file to file: its folder, or itself. */
  placeOf(level: 1 | 2): string {
    return level === 1 ? folderOf(this.origin) : this.origin;
  }

  /** Every resource of a type. Costly to depend on: any change to any of them counts. Prefer a narrower question. */
  all<T extends ResourceType>(type: T): readonly ResourceByType[T][] {
    return this.under(type, typeKey(type));
  }

  /** Whether the files declare any resource of a type. */
  declares(type: ResourceType): boolean {
    return this.get(isDeclared, type);
  }

  /** The resources of a type with this namespace and name; several when files repeat one. */
  named<T extends ResourceType>(type: T, namespace: string, name: string): readonly ResourceByType[T][] {
    return this.under(type, nameKey(type, namespace, name));
  }

  /** The resources of a type with this name in any namespace. */
  namedAnywhere<T extends ResourceType>(type: T, name: string): readonly ResourceByType[T][] {
    return this.under(type, bareNameKey(type, name));
  }

  /** Resources of a type that name exactly this host, wildcards literally; the host in full form, lower case. */
  forHost<T extends "ServiceEntry" | "Service" | "DestinationRule" | "VirtualService" | "Gateway">(
    type: T,
    host: string,
  ): readonly ResourceByType[T][] {
    return this.under(type, hostKey(type, host));
  }

  /** Resources of a type whose hosts cover this host, the most specific pattern first. */
  covering<T extends "ServiceEntry" | "Service" | "DestinationRule" | "VirtualService" | "Gateway">(
    type: T,
    host: string,
  ): readonly ResourceByType[T][] {
    const found = coveringHosts(host).flatMap((pattern) => this.forHost(type, pattern));
    return found.filter((resource, position) => found.indexOf(resource) === position);
  }

  /** VirtualServices bound to a gateway, `namespace/name` or `mesh`. */
  boundTo(gateway: string): readonly VirtualService[] {
    return this.under("VirtualService", boundKey(gateway));
  }

  /** VirtualServices with a route to this host (full form). */
  routingTo(host: string): readonly VirtualService[] {
    return this.under("VirtualService", destinationKey(host));
  }

  /** The resources of a type in one namespace. */
  inNamespace<T extends NamespacedType>(type: T, namespace: string): readonly ResourceByType[T][] {
    return this.under(type, namespaceKey(type, namespace));
  }

  /** Gateways whose selector fits pods with these labels, those without a selector included. */
  gatewaysSelecting(labels: Readonly<Record<string, string>>): readonly Gateway[] {
    const first = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    return ["", ...first]
      .flatMap((label) => this.under("Gateway", selectorKey(label)))
      .filter((gateway) => gateway.selector.every(({ key, value }) => labels[key.value] === value.value));
  }

  /** ExternalName Services that stand for a host (full form). */
  aliasesOf(host: string): readonly Service[] {
    return this.under("Service", aliasKey(host));
  }

  /** ServiceEntries or Services with a port of a protocol class. */
  withPort<T extends "ServiceEntry" | "Service">(
    type: T,
    port: number,
    protocol: ProtocolClass,
  ): readonly ResourceByType[T][] {
    return this.under(type, portKey(type, port, protocol));
  }

  /** Whether a resource of this type may exist unseen: a template or broken document of that type is among the files. */
  isUncertain(type: ResourceType): boolean {
    return this.get(isInDoubt, type);
  }

  /** Whether a file holds patches of a kustomization: parts of resources, which say nothing by what they lack. */
  isPatch(uri: string): boolean {
    this.snapshot.facts.read(patchKey(uri));
    return this.snapshot.isPatch(uri);
  }

  /** The resources of a type under a key of summary.ts that names this type. */
  under<T extends ResourceType>(type: T, key: string): readonly ResourceByType[T][] {
    const { snapshot } = this;
    snapshot.facts.read(key);
    const all = snapshot.lookUp(key);
    const found = all.length === 0 || snapshot.isUniform ? all : this.fromHere(all);
    if (found[0]?.type !== type) return [];
    // Under a key that names a type, only resources of that type are filed.
    return found as readonly ResourceByType[T][];
  }

  /** Of resources that may be alternatives to each other, those that count for the asking file. */
  private fromHere(all: readonly Resource[]): readonly Resource[] {
    const level = levelOf(all, this.snapshot);
    if (level === 0) return all;
    this.snapshot.facts.dependOn(level);
    const near = all.filter((resource) => !areEnvironmentsApart(resource.document.uri, this.origin));
    return nearest(near, this.origin);
  }
}

/** How the workspace looks from a file, with every resource as it stands in the text at hand. */
export function viewOf(snapshot: Snapshot, origin: string): WorkspaceView {
  return new WorkspaceView(snapshot.settled(), origin);
}

/** How the workspace looks from a file to whoever judges it: resources keep being the same objects as long as they say the same. */
export function lastingViewOf(snapshot: Snapshot, origin: string): WorkspaceView {
  return new WorkspaceView(snapshot, origin);
}

const isDeclared = defineFact("declared", (view: WorkspaceView, type: ResourceType) => view.all(type).length > 0);

const isInDoubt = defineFact(
  "in doubt",
  (view: WorkspaceView, type: ResourceType) => view.under(type, uncertainKey(type)).length > 0,
);

/** How much of the asking file it depends on which of some resources count. */
function levelOf(all: readonly Resource[], snapshot: Snapshot): Level {
  let level = snapshot.levels.get(all);
  if (level === undefined) {
    level = computeLevel(all, snapshot);
    snapshot.levels.set(all, level);
  }
  return level;
}

function computeLevel(all: readonly Resource[], snapshot: Snapshot): Level {
  const folders = new Map<string, Set<string>>();
  let level: Level = 0;
  for (const resource of all) {
    const { uri } = resource.document;
    const identity = identityOf(resource);
    const known = identity === undefined ? undefined : folders.get(identity);
    if (known?.has(folderOf(uri)) === true) return 2;
    if (known !== undefined || snapshot.hasAlternatives(uri)) level = 1;
    if (identity !== undefined) folders.set(identity, (known ?? new Set()).add(folderOf(uri)));
  }
  return level;
}

/** Of resources with the same type, namespace and name (overlays, environments) keeps the one whose file lies nearest to `origin`. */
function nearest(resources: readonly Resource[], origin: string): readonly Resource[] {
  if (resources.length < 2) return resources;
  const best = new Map<string, { resource: Resource; shared: number }>();
  const nameless: Resource[] = [];
  for (const resource of resources) {
    if (resource.name === undefined) {
      nameless.push(resource);
      continue;
    }
    const identity = identityOf(resource) ?? "";
    const shared = sharedFolders(resource.document.uri, origin);
    const known = best.get(identity);
    if (known === undefined || shared > known.shared) best.set(identity, { resource, shared });
  }
  const kept = new Set([...nameless, ...[...best.values()].map((candidate) => candidate.resource)]);
  return resources.filter((resource) => kept.has(resource));
}

/** How near two files are: the folders their paths share from the top, and one more when they are the same file. */
function sharedFolders(a: string, b: string): number {
  if (a === b) return Number.MAX_SAFE_INTEGER;
  const one = a.split("/");
  const other = b.split("/");
  let shared = 0;
  while (shared < one.length - 1 && shared < other.length - 1 && one[shared] === other[shared]) shared++;
  // Of two files equally near, the one higher up in the tree: it is more likely the shared base.
  return shared * 100 - Math.min(99, one.length);
}
