// The questions that rules, traces and features may ask of the workspace. Each question is a key (summary.ts); what was asked is noted, so
// that the answer's consequences are recomputed when, and only when, a change concerns one of these keys.
import type { DestinationRule } from "../model/destination-rule";
import type { Gateway } from "../model/gateway";
import type { Kustomization, MeshConfig, Namespace, Secret, Service, Workload } from "../model/kubernetes";
import type { Resource, ResourceType } from "../model/lower";
import type { ProtocolClass } from "../model/protocol-class";
import type { ServiceEntry, WorkloadEntry } from "../model/service-entry";
import type { ProxyConfig, Sidecar } from "../model/sidecar";
import type { VirtualService } from "../model/virtual-service";
import { coveringHosts } from "./names";
import { areEnvironmentsApart } from "./neighbourhood";
import type { Settings } from "./settings";
import type { Snapshot } from "./snapshot";
import {
  aliasKey,
  bareNameKey,
  boundKey,
  destinationKey,
  hostKey,
  nameKey,
  type NamespacedType,
  namespaceKey,
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
export class WorkspaceView {
  private preferred = false;

  constructor(
    readonly snapshot: Snapshot,
    /** The uri of the file the question comes from. */
    readonly origin: string,
    private readonly reads: Set<string>,
  ) {}

  get settings(): Settings {
    return this.snapshot.settings;
  }

  get clusterDomain(): string {
    return this.snapshot.clusterDomain;
  }

  /** The same index, seen from another file; what is asked there counts as read here. */
  from(origin: string): WorkspaceView {
    return origin === this.origin ? this : new WorkspaceView(this.snapshot, origin, this.reads);
  }

  /** Every resource of a type. Costly to depend on: any change to any of them counts. Prefer a narrower question. */
  all<T extends ResourceType>(type: T): readonly ResourceByType[T][] {
    return this.ask(typeKey(type), type);
  }

  /** Whether the files declare any resource of a type. */
  declares(type: ResourceType): boolean {
    return this.remember(`declares ${type}`, (own) => own.all(type).length > 0);
  }

  /** The resources of a type with this namespace and name; several when files repeat one. */
  named<T extends ResourceType>(type: T, namespace: string, name: string): readonly ResourceByType[T][] {
    return this.ask(nameKey(type, namespace, name), type);
  }

  /** The resources of a type with this name in any namespace. */
  namedAnywhere<T extends ResourceType>(type: T, name: string): readonly ResourceByType[T][] {
    return this.ask(bareNameKey(type, name), type);
  }

  /** Resources of a type that name exactly this host, wildcards literally; the host in full form, lower case. */
  forHost<T extends "ServiceEntry" | "Service" | "DestinationRule" | "VirtualService" | "Gateway">(
    type: T,
    host: string,
  ): readonly ResourceByType[T][] {
    return this.ask(hostKey(type, host), type);
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
    return this.ask(boundKey(gateway), "VirtualService");
  }

  /** VirtualServices with a route to this host (full form). */
  routingTo(host: string): readonly VirtualService[] {
    return this.ask(destinationKey(host), "VirtualService");
  }

  /** The resources of a type in one namespace. */
  inNamespace<T extends NamespacedType>(type: T, namespace: string): readonly ResourceByType[T][] {
    return this.ask(namespaceKey(type, namespace), type);
  }

  /** Gateways whose selector fits pods with these labels, those without a selector included. */
  gatewaysSelecting(labels: Readonly<Record<string, string>>): readonly Gateway[] {
    const first = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    return ["", ...first]
      .flatMap((label) => this.ask(selectorKey(label), "Gateway"))
      .filter((gateway) => gateway.selector.every(({ key, value }) => labels[key.value] === value.value));
  }

  /** ExternalName Services that stand for a host (full form). */
  aliasesOf(host: string): readonly Service[] {
    return this.ask(aliasKey(host), "Service");
  }

  /** ServiceEntries or Services with a port of a protocol class. */
  withPort<T extends "ServiceEntry" | "Service">(
    type: T,
    port: number,
    protocol: ProtocolClass,
  ): readonly ResourceByType[T][] {
    return this.ask(portKey(type, port, protocol), type);
  }

  /**
   * A fact that many questions share, computed once and kept until something it read changes; its reads count as reads of this view. `name` and
   * `compute` belong together, and `compute` asks nothing but the view it gets.
   */
  remember<T>(name: string, compute: (view: WorkspaceView) => T): T {
    const fact = this.snapshot.remember(name, this.origin, compute);
    for (const key of fact.reads) this.reads.add(key);
    this.preferred ||= fact.preferred;
    return fact.value;
  }

  /** Whether an answer so far depended on which file asked, because several resources had one identity. */
  get dependsOnOrigin(): boolean {
    return this.preferred;
  }

  /** Whether a resource of this type may exist unseen: a template or broken document of that type is among the files. */
  isUncertain(type: ResourceType): boolean {
    return this.ask(uncertainKey(type), type).length > 0;
  }

  private ask<T extends ResourceType>(key: string, type: T): readonly ResourceByType[T][] {
    this.reads.add(key);
    const all = this.snapshot.lookUp(key).filter((resource) => !this.snapshot.isPatch(resource.document.uri));
    const near = all.filter((resource) => !areEnvironmentsApart(resource.document.uri, this.origin));
    const found = nearest(near, this.origin);
    if (found.length < all.length) this.preferred = true;
    // A key names a type, and only resources of that type are filed under it (summary.ts).
    return found.filter((resource): resource is ResourceByType[T] => resource.type === type);
  }
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
    const identity = `${resource.type}/${resource.namespace}/${resource.name.value}`;
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
