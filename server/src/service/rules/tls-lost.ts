// The set opens TLS for a host, and requests for it leave the mesh in plain text all the same: they never come to the routes that would lead them to
// where TLS is opened. Nothing fails, so nobody notices. What keeps them away is told at the text that does it (traffic/intent.ts).
import { headSpan } from "../model/resource";
import { missedIntent } from "../traffic/intent";
import { definePathRule } from "./define";

export const rule = definePathRule({
  code: "tls-lost",
  severity: "warning",
  subjects: ["ServiceEntry", "Sidecar", "VirtualService"],
  on: ["server-reached"],
  seeAlso: [],
  yieldsTo: [
    "match-gateway-not-listed",
    "https-port-declared-http",
    "host-not-imported-by-sidecar",
    "unknown-port",
    "tls-origination-on-unused-port",
  ],
  text: {
    en: {
      title: "Requests that miss the TLS opened for them",
      what: "Requests to {url} from {client} do not take the routes of {service}, which lead to where TLS is opened for {host}.",
      why: "They leave the mesh in plain text, and no error shows it.",
      next: "Let the routes take these requests.",
    },
    ko: {
      title: "시작해 둔 TLS를 비껴가는 요청",
      what: "{client} 네임스페이스에서 {url} 주소로 보낸 요청이 {host} 호스트의 TLS를 시작하는 곳으로 이끄는 {service} VirtualService의 경로를 타지 않습니다.",
      why: "요청이 평문으로 메시를 떠나며, 오류도 나지 않습니다.",
      next: "경로가 이 요청을 받게 합니다.",
    },
  },
  variants: {
    sidecar: {
      en: {
        what: "The Sidecar of {client} does not import {service}, whose routes lead requests for {host} to where TLS is opened.",
        next: "Add the namespace of the VirtualService to the Sidecar's hosts.",
      },
      ko: {
        what: "{client} 네임스페이스의 Sidecar는 {host} 호스트의 요청을 TLS를 시작하는 곳으로 이끄는 {service} VirtualService를 가져오지 않습니다.",
        next: "Sidecar의 hosts에 그 VirtualService의 네임스페이스를 추가합니다.",
      },
    },
    export: {
      en: {
        what: "{service}, whose routes lead requests for {host} to where TLS is opened, is not exported to {client}.",
        next: "Add {client} to its exportTo.",
      },
      ko: {
        what: "{host} 호스트의 요청을 TLS를 시작하는 곳으로 이끄는 {service} VirtualService가 {client} 네임스페이스에 공개되지 않습니다.",
        next: "exportTo에 {client} 네임스페이스를 추가합니다.",
      },
    },
    protocol: {
      en: {
        what: "Port {port} of {host} is declared as {value}, so sidecars do not look at the http routes of {service}, which lead to where TLS is opened.",
        next: "Declare the port as HTTP.",
      },
      ko: {
        what: "{host} 호스트의 {port} 포트가 {value} 프로토콜로 선언되어, 사이드카는 TLS를 시작하는 곳으로 이끄는 {service} VirtualService의 http 경로를 보지 않습니다.",
        next: "포트를 HTTP로 선언합니다.",
      },
    },
    "no-port": {
      en: {
        what: "{host} is declared without port {port}, which the routes of {service} lead to where TLS is opened.",
        next: "Declare the port.",
      },
      ko: {
        what: "{host} 호스트가 {port} 포트 없이 선언되어 있어, TLS를 시작하는 곳으로 이끄는 {service} VirtualService의 경로가 쓰이지 않습니다.",
        next: "포트를 선언합니다.",
      },
    },
    port: {
      en: {
        what: "This route of {service} takes requests on port {value} only; apps ask for {host} on port {port}, and there nothing leads to where TLS is opened.",
        next: "Match port {port}.",
      },
      ko: {
        what: "{service} VirtualService의 이 경로는 {value} 포트의 요청만 받습니다. 앱은 {host} 호스트를 {port} 포트로 호출하고, 거기서는 TLS를 시작하는 곳으로 이끄는 경로가 없습니다.",
        next: "match의 port를 {port} 값으로 고칩니다.",
      },
    },
    source: {
      en: {
        what: "This route of {service} takes requests of certain workloads only; those of others to {host} do not come to where TLS is opened.",
        next: "Take the condition on the source out, or add a route for the others.",
      },
      ko: {
        what: "{service} VirtualService의 이 경로는 일부 워크로드의 요청만 받습니다. 다른 워크로드가 {host} 호스트로 보낸 요청은 TLS를 시작하는 곳으로 가지 않습니다.",
        next: "호출자 조건을 없애거나, 나머지를 위한 경로를 추가합니다.",
      },
    },
    "exit-port": {
      en: {
        what: "This route sends requests for {host} to port {value} in plain text; TLS is opened for another port of it.",
        next: "Lead to the port that the DestinationRule opens TLS for.",
      },
      ko: {
        what: "이 경로는 {host} 호스트의 요청을 {value} 포트로 평문으로 보냅니다. TLS는 이 호스트의 다른 포트에 시작하도록 되어 있습니다.",
        next: "DestinationRule이 TLS를 시작하는 포트로 보냅니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  http:
  - ...
    match:
    - gateways: [mesh]
      port: 8443
      #     ^^^^ warning tls-lost
  - ...
`,
      `kind: ServiceEntry
spec:
  ports:
  - number: 80
    name: http
    protocol: TCP
    #         ^^^ warning tls-lost
  - ...
`,
      `kind: VirtualService
metadata:
  namespace: egress
spec:
  exportTo: [egress]
  #          ^^^^^^ information tls-lost
---
kind: Gateway
metadata:
  namespace: egress
`,
    ],
  },
  *check({ view }, path, _hop, step) {
    const missed = missedIntent(view, path);
    if (missed?.lost !== "tls") return;
    const { piece, at, service, value } = missed;
    const { from, target } = path.question;
    yield {
      at,
      args: {
        url: `${target.scheme}://${target.host}:${target.port}${target.path ?? ""}`,
        client: from.namespace,
        host: target.host,
        port: target.port,
        service: service?.name?.value ?? "",
        value,
      },
      variant: piece,
      step,
      ...(service === undefined || service.document === at.document
        ? {}
        : {
            related: [
              {
                place: { document: service.document, span: headSpan(service) },
                text: { en: "The routes are here.", ko: "경로는 여기 있습니다." },
              },
            ],
          }),
    };
  },
});
