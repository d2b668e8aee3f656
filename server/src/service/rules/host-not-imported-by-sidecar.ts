// A Sidecar lists the hosts that the apps of its namespace may know, and leaves out a host outside the mesh for which the same namespace has a
// ServiceEntry or VirtualService. What an imported VirtualService leads to is known without being listed; see pilot/pkg/model/sidecar.go.
// https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener (hosts)
import type { Sidecar } from "../model/sidecar";
import { headSpan, type ResourceBase } from "../model/resource";
import { insertItem } from "../syntax/edit";
import { entryOf, type MappingNode } from "../syntax/yaml-node";
import { isInMesh } from "../traffic/legs";
import { meshFacts } from "../traffic/mesh";
import { servicesDeclaring } from "../traffic/registry";
import { isWildcard, qualifyHost } from "../workspace/names";
import {
  hasLabels,
  importsService,
  importsVirtualService,
  readImport,
  type SidecarImport,
} from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import { defineRule } from "./define";
import { mappingAt } from "./repairs";

export const rule = defineRule({
  code: "host-not-imported-by-sidecar",
  severity: "warning",
  certainty: "seen",
  subjects: ["Sidecar"],
  seeAlso: [],
  text: {
    en: {
      title: "External host that the Sidecar leaves out",
      what: "The hosts of this Sidecar leave out {host}, which the {kind} {name} of the same namespace is for.",
      why: "The apps' proxies ignore the {kind}: requests go past the egress gateway, or get 502 when only known hosts may be called.",
      next: "Add {entry} to hosts.",
    },
    ko: {
      title: "Sidecar가 빠뜨린 외부 호스트",
      what: "같은 네임스페이스의 {kind} {name} 리소스가 다루는 {host} 호스트가 이 Sidecar의 hosts에 없습니다.",
      why: "앱의 프록시가 이 {kind} 리소스를 무시하므로 요청이 egress gateway를 거치지 않거나, 알려진 호스트만 허용되는 메시에서는 502를 받습니다.",
      next: "hosts에 {entry} 항목을 추가합니다.",
    },
  },
  examples: {
    base: "serviceentry",
    bad: [
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: default }
spec:
  egress:
  - hosts:
    #<^^^ warning host-not-imported-by-sidecar
    - istio-system/*
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: default }
spec:
  egress:
  - hosts:
    - ./*
    - istio-system/*
`,
    ],
  },
  *check({ view }, sidecar) {
    // One for some workloads may leave out on purpose what the others use.
    if (sidecar.uncertain || hasLabels(sidecar.workloadSelector)) return;
    const node = listenerOf(sidecar);
    const hosts = entryOf(node, "hosts");
    if (hosts === undefined) return;
    for (const { host, resource } of leftOut(view, sidecar)) {
      const entry = entryFor(view, sidecar, host);
      yield {
        at: hosts.key.span,
        args: { host, kind: resource.kind.value, name: resource.name?.value ?? "", entry },
        data: { entry },
        related: [
          {
            place: { document: resource.document, span: headSpan(resource) },
            text: { en: "It is here.", ko: "여기 있습니다." },
          },
        ],
      };
    }
  },
  *repair(_cx, sidecar, finding) {
    const list = entryOf(listenerOf(sidecar), "hosts")?.value;
    const edit =
      list?.kind === "sequence" ? insertItem(sidecar.document, list, String(finding.data?.entry)) : undefined;
    if (edit === undefined) return;
    yield {
      title: { en: "Add {entry} to hosts", ko: "hosts에 {entry} 추가" },
      args: { entry: String(finding.data?.entry) },
      changes: [{ document: sidecar.document, edits: [edit] }],
      preferred: true,
      safe: true,
    };
  },
});

/** The listener for all ports; nothing when the Sidecar has none, and then it says nothing about ports without one. */
function listenerOf(sidecar: Sidecar): MappingNode | undefined {
  const listener = sidecar.egress.find((candidate) => candidate.port === undefined);
  return listener === undefined ? undefined : mappingAt(sidecar.root, listener.span.start);
}

/** A host outside the mesh, and the resource of the Sidecar's namespace that shows that it is wanted. */
interface LeftOut {
  readonly host: string;
  readonly resource: ResourceBase;
}

/** Hosts that the namespace's own resources are for, while the Sidecar imports no declaration of them and no route to them; each once. */
function leftOut(view: WorkspaceView, sidecar: Sidecar): readonly LeftOut[] {
  const written = sidecar.egress.flatMap((listener) => listener.hosts.map((host) => host.value));
  // `~/*` says in so many words that nothing is to be called.
  if (written.some((entry) => entry.startsWith("~/"))) return [];
  const imports = written.flatMap((entry) => readImport(entry, sidecar.namespace) ?? []);
  const found = new Map<string, LeftOut>();
  for (const wanted of wantedHosts(view, sidecar.namespace)) {
    if (!found.has(wanted.host) && !isKnown(view, imports, wanted.host)) found.set(wanted.host, wanted);
  }
  return [...found.values()];
}

function wantedHosts(view: WorkspaceView, namespace: string): readonly LeftOut[] {
  const routed = view
    .inNamespace("VirtualService", namespace)
    .filter((service) => !service.uncertain && isInMesh(service))
    .flatMap((service) =>
      service.hosts.map(({ value }) => ({
        host: qualifyHost(value, namespace, view.clusterDomain),
        resource: service,
      })),
    )
    .filter(({ host }) => servicesDeclaring(view, host).some((declared) => declared.isExternal));
  // ServiceEntries of the root namespace may be there for the gateways alone.
  if (namespace === meshFacts(view).rootNamespace) return routed.filter(({ host }) => !isWildcard(host));
  const declared = view
    .inNamespace("ServiceEntry", namespace)
    .filter(
      (entry) =>
        !entry.uncertain &&
        entry.location?.value !== "MESH_INTERNAL" &&
        !entry.exportTo.some((exported) => exported.value === "~"),
    )
    .flatMap((entry) => entry.hosts.map(({ value }) => ({ host: value.toLowerCase(), resource: entry })));
  return [...declared, ...routed].filter(({ host }) => !isWildcard(host));
}

/** Whether the imports show a host to the apps: a declaration of it, a VirtualService for it, or one that leads to it. */
function isKnown(view: WorkspaceView, imports: readonly SidecarImport[], host: string): boolean {
  const services = [...view.forHost("VirtualService", host), ...view.routingTo(host)];
  return (
    servicesDeclaring(view, host).some((declared) => importsService(imports, declared.namespace, host)) ||
    services.some((service) =>
      importsVirtualService(
        imports,
        service.namespace,
        service.hosts.map(({ value }) => qualifyHost(value, service.namespace, view.clusterDomain)),
      ),
    )
  );
}

/** `.` in the root namespace's Sidecar is the namespace of each app, so the name is written out there. */
function entryFor(view: WorkspaceView, sidecar: Sidecar, host: string): string {
  const isRoot = sidecar.namespace === meshFacts(view).rootNamespace;
  return `${isRoot ? sidecar.namespace : "."}/${host}`;
}
