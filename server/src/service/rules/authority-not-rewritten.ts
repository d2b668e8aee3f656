// A VirtualService for one name sends requests to another host outside the mesh and leaves the Host header as it is. The server there is asked
// for a name that is not its own, and TLS asks for it too, since Istio takes the server name from the Host header unless sni is set.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite (authority)
import type { Route, VirtualService } from "../model/virtual-service";
import { insertEntry, setEntry } from "../syntax/edit";
import { entryOf, nodeAtPath, type YamlNode } from "../syntax/yaml-node";
import { httpSends, type HttpSend } from "../traffic/http-sends";
import { isClusterHost } from "../traffic/registry";
import { meshFacts } from "../traffic/mesh";
import { covers, isIpAddress, qualifyHost } from "../workspace/names";
import type { WorkspaceView } from "../workspace/view";
import { defineRule } from "./define";

export const rule = defineRule({
  code: "authority-not-rewritten",
  severity: "information",
  certainty: "seen",
  subjects: ["VirtualService"],
  seeAlso: [],
  text: {
    en: {
      title: "Host header of another name",
      what: "Requests for {name} go to {host} with {name} still in their Host header.",
      why: "A server that does not answer to this name says 404, 403 or 421, and TLS asks for it as the server name unless sni is set.",
      next: "Set rewrite.authority to {host}, unless the server answers to {name}.",
    },
    ko: {
      title: "다른 이름을 담은 Host 헤더",
      what: "{name} 이름으로 온 요청이 Host 헤더에 {name} 값을 그대로 둔 채 {host} 호스트로 갑니다.",
      why: "이 이름을 모르는 서버는 404, 403, 421로 응답하고, sni를 지정하지 않았다면 TLS도 이 이름을 서버 이름으로 요청합니다.",
      next: "서버가 {name} 이름으로 응답하는 경우가 아니라면 rewrite.authority를 {host} 값으로 설정합니다.",
    },
  },
  variants: {
    clusterName: {
      en: {
        what: "Requests for {name}, a name of this cluster only, go to {host} with {name} still in their Host header.",
        why: "A server outside the cluster does not answer to this name: it says 404, 403 or 421, or the TLS handshake fails.",
        next: "Set rewrite.authority to {host}.",
      },
      ko: {
        what: "이 클러스터에서만 쓰는 {name} 이름으로 온 요청이 Host 헤더에 {name} 값을 그대로 둔 채 {host} 호스트로 갑니다.",
        why: "클러스터 밖의 서버는 이 이름을 모르므로 404, 403, 421로 응답하거나 TLS 핸드셰이크가 실패합니다.",
        next: "rewrite.authority를 {host} 값으로 설정합니다.",
      },
    },
  },
  examples: {
    bad: [
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: finance, namespace: shop }
spec:
  hosts: [finance.yahoo.com]
  ports:
  - { number: 443, name: https, protocol: HTTPS }
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: finance, namespace: shop }
spec:
  host: finance.yahoo.com
  trafficPolicy:
    tls: { mode: SIMPLE }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: finance, namespace: shop }
spec:
  hosts: [finance]
  http:
  - route:
    - destination:
        host: finance.yahoo.com
        #     ^^^^^^^^^^^^^^^^^ warning authority-not-rewritten
        port: { number: 443 }
`,
    ],
    good: [
      `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: finance, namespace: shop }
spec:
  hosts: [finance.yahoo.com]
  ports:
  - { number: 443, name: https, protocol: HTTPS }
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: finance, namespace: shop }
spec:
  host: finance.yahoo.com
  trafficPolicy:
    tls: { mode: SIMPLE }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: finance, namespace: shop }
spec:
  hosts: [finance]
  http:
  - rewrite: { authority: finance.yahoo.com }
    route:
    - destination:
        host: finance.yahoo.com
        port: { number: 443 }
`,
    ],
  },
  *check({ view }, service) {
    if (service.uncertain) return;
    for (const send of strangeSends(view, service)) {
      const host = send.destination.host;
      const [name] = service.hosts;
      if (host === undefined || name === undefined) continue;
      // Without TLS the server may well ignore the header, and sni may be the name it goes by.
      const isTls = send.expectsTls || (send.policy.tls !== undefined && send.policy.tls.mode !== "DISABLE");
      const isSure = isTls && send.policy.tls?.tls.sni === undefined && isClusterName(view, service);
      yield {
        at: host.span,
        args: { name: name.value, host: send.host },
        ...(isSure ? { variant: "clusterName", severity: "warning" as const } : {}),
      };
    }
  },
  *repair({ view }, service, finding) {
    const send = strangeSends(view, service).find((one) => one.destination.host?.span.start === finding.at.start);
    const node = send === undefined ? undefined : routeNode(service, send.route);
    if (send === undefined || node?.kind !== "mapping" || leadsElsewhere(send.route, send)) return;
    const { document } = service;
    const rewrite = entryOf(node, "rewrite")?.value;
    const edit =
      rewrite?.kind === "mapping"
        ? setEntry(document, rewrite, "authority", send.host)
        : insertEntry(document, node, "rewrite", { authority: send.host }, { before: "route" });
    yield {
      title: { en: "Rewrite the Host header to {host}", ko: "Host 헤더를 {host} 값으로 바꾸기" },
      changes: [{ document, edits: [edit] }],
      preferred: true,
      safe: finding.variant === "clusterName",
    };
  },
});

/** Sends to a server that none of the VirtualService's names is a name of, with the Host header as the app wrote it; each destination once. */
function strangeSends(view: WorkspaceView, service: VirtualService): readonly HttpSend[] {
  const names = service.hosts.map((host) => host.value.toLowerCase());
  const seen = new Set<unknown>();
  if (names.length === 0) return [];
  return httpSends(view, service).filter((send) => {
    if (seen.has(send.destination) || send.route.rewriteAuthority !== undefined) return false;
    seen.add(send.destination);
    if (send.registry.kind !== "ServiceEntry" || isIpAddress(send.host) || isClusterHost(send.host, meshFacts(view)))
      return false;
    const own = send.registry.resources.flatMap((resource) =>
      resource.type === "ServiceEntry" ? resource.hosts.map((host) => host.value.toLowerCase()) : [],
    );
    const answersTo = [send.host, ...own];
    const isOwn = names.some((name) => answersTo.some((host) => covers(name, host) || covers(host, name)));
    return !isOwn && !writesHost(routeNode(service, send.route));
  });
}

/** Whether every name of the VirtualService exists in this cluster alone. */
function isClusterName(view: WorkspaceView, service: VirtualService): boolean {
  return service.hosts.every((host) => {
    const name = qualifyHost(host.value, service.namespace, view.clusterDomain);
    return isClusterHost(name, meshFacts(view));
  });
}

/** Whether a route, or a destination of it, writes the Host header itself. */
function writesHost(route: YamlNode | undefined): boolean {
  const destinations = entryOf(route, "route")?.value;
  const owners = [route, ...(destinations?.kind === "sequence" ? destinations.items : [])];
  return owners.some((owner) =>
    ["set", "add"].some((how) => {
      const headers = nodeAtPath(owner, ["headers", "request", how]);
      return (
        headers?.kind === "mapping" &&
        headers.entries.some(({ key }) => ["host", ":authority"].includes(key.source.toLowerCase()))
      );
    }),
  );
}

/** Whether the route also has destinations that want another Host header. */
function leadsElsewhere(route: Route, send: HttpSend): boolean {
  return route.destinations.some(({ destination }) => destination?.host?.value.toLowerCase() !== send.host);
}

function routeNode(service: VirtualService, route: Route): YamlNode | undefined {
  return nodeAtPath(service.spec, [route.routeKind, route.position]);
}
