// Hosts are bare names: no scheme, no port, no path. What a URL says besides belongs elsewhere, the port in the ServiceEntry and the routes,
// the path in a match. Entries of `namespace/host` are judged by their host.
// https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry (hosts)
import { messagesOf } from "../model/message-walk";
import { hostInUrl, isDnsLabel } from "../model/values";
import { entryOf, type YamlNode } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, REJECTED, replaceNoted } from "./repairs";

/** Where hosts are written, by message. */
const HOST_FIELDS: Readonly<Record<string, readonly string[]>> = {
  ServiceEntry: ["hosts"],
  Server: ["hosts"],
  VirtualService: ["hosts"],
  Destination: ["host"],
  TLSMatchAttributes: ["sniHosts"],
  DestinationRule: ["host"],
  TunnelSettings: ["targetHost"],
  IstioEgressListener: ["hosts"],
};

export const rule = defineRule({
  code: "url-instead-of-host",
  severity: "error",
  judgesPatches: true,
  certainty: "local",
  subjects: ["ServiceEntry", "Gateway", "VirtualService", "DestinationRule", "Sidecar"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "URL where a host belongs",
      what: "{value} is more than a host.",
      why: REJECTED.en,
      next: "Write {host} alone. The port belongs in the ServiceEntry's ports and in the routes, a path in a route's match.",
    },
    ko: {
      title: "호스트 자리에 쓴 URL",
      what: "{value} 값에는 호스트가 아닌 부분이 섞여 있습니다.",
      why: REJECTED.ko,
      next: "{host} 호스트만 적습니다. 포트는 ServiceEntry의 ports와 경로에, 경로 문자열은 경로의 match에 적습니다.",
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  hosts:
  - https://finance.yahoo.com
  # ^^^^^^^^^^^^^^^^^^^^^^^^^ error url-instead-of-host
`,
      `kind: DestinationRule
spec:
  host: finance.yahoo.com:443
  #     ^^^^^^^^^^^^^^^^^^^^^ error url-instead-of-host
`,
    ],
    good: [
      `kind: Gateway
spec:
  servers:
  - ...
    hosts: ["shop/finance.yahoo.com", "*/*.yahoo.com", "./yahoo.com"]
`,
    ],
  },
  *check(_cx, resource) {
    for (const owner of messagesOf(resource)) {
      for (const field of HOST_FIELDS[owner.message] ?? []) {
        const value = entryOf(owner.node, field)?.value;
        const isList = value?.kind === "sequence";
        for (const [position, item] of (isList ? value.items : [value]).entries()) {
          const found = judge(item);
          if (found === undefined) continue;
          yield {
            at: found.at,
            args: { value: found.value, host: found.host },
            data: about(owner, field, isList ? position : undefined),
          };
        }
      }
    }
  },
  *repair(_cx, resource, finding) {
    yield* replaceNoted(resource, finding, String(finding.args.host), {
      title: { en: "Use the host {host}", ko: "{host} 호스트만 남기기" },
      preferred: true,
      safe: true,
    });
  },
});

function judge(item: YamlNode | undefined): { at: YamlNode["span"]; value: string; host: string } | undefined {
  if (item?.kind !== "scalar" || item.placeholder || typeof item.value !== "string") return undefined;
  const { value } = item;
  const scope = /^([^/]*)\/(?!\/)/.exec(value)?.[1];
  const isScoped = scope !== undefined && (scope === "*" || scope === "." || scope === "~" || isDnsLabel(scope));
  const prefix = isScoped ? `${scope}/` : "";
  const host = hostInUrl(value.slice(prefix.length));
  return host === undefined ? undefined : { at: item.span, value, host: prefix + host };
}
