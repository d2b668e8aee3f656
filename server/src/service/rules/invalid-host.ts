// Host names that Istio's webhook cannot take where they stand: a wildcard in the wrong place, a short name where a full one is needed, letters
// that no name has. URLs have a rule of their own. What the hosts of several resources say together is for other rules.
import { type Field, knownText } from "../model/field";
import type { IstioResource } from "../model/lower";
import { type MessageNode, messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import {
  hostInUrl,
  hostProblem,
  isIpAddress,
  isPartialWildcard,
  type ScopedHostProblem,
  scopedHostProblem,
  wildcardHostProblem,
} from "../model/values";
import { ISTIO_KINDS } from "../schema/structure";
import { entryOf } from "../syntax/yaml-node";
import { gatewayNames, MESH_GATEWAY } from "../workspace/names";
import { defineRule, type Finding } from "./define";
import { about, REJECTED, replaceNoted } from "./repairs";

type Reason = ScopedHostProblem["reason"] | "only-wildcard" | "wildcard-here" | "generated";

/** How a host is judged, by the field that holds it. */
const JUDGES: Readonly<Record<string, (host: string) => { reason: Reason; label: string } | undefined>> = {
  "ServiceEntry.hosts": (host) =>
    host === "*"
      ? { reason: "only-wildcard", label: "" }
      : (wildcardHostProblem(host) ??
        (isPartialWildcard(host) ? { reason: "partial-wildcard", label: "" } : undefined)),
  "DestinationRule.host": wildcardHostProblem,
  "VirtualService.hosts": (host) => (isIpAddress(host) ? undefined : generatedHostProblem(host)),
  "Server.hosts": (host) => scopedHostProblem(host, "gateway"),
  "IstioEgressListener.hosts": (host) => scopedHostProblem(host, "sidecar"),
  "Destination.host": (host) => (host === "*" ? { reason: "only-wildcard", label: "" } : wildcardHostProblem(host)),
  "TunnelSettings.targetHost": (host) => (isIpAddress(host) ? undefined : exactHostProblem(host)),
};

export const rule = defineRule({
  code: "invalid-host",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106", "IST0133"],
  subjects: ISTIO_KINDS,
  text: {
    en: {
      title: "Host that Istio does not accept",
      what: '{field} has "{host}", where "{label}" is no valid part of a name.',
      why: REJECTED.en,
      next: "Use letters, digits and dashes between the dots; a wildcard may only be the first part.",
    },
    ko: {
      title: "Istio가 받아들이지 않는 호스트",
      what: '{field} 필드의 "{host}" 값에서 "{label}" 부분은 이름으로 쓸 수 없습니다.',
      why: REJECTED.ko,
      next: "점 사이에는 영문자, 숫자, 하이픈만 씁니다. 와일드카드는 맨 앞에만 쓸 수 있습니다.",
    },
  },
  variants: {
    empty: {
      en: { what: "{field} has an empty host name.", next: "Write the host, or remove the entry." },
      ko: { what: "{field} 필드에 빈 호스트 이름이 있습니다.", next: "호스트를 쓰거나 항목을 제거합니다." },
    },
    "too-long": {
      en: { what: "{field} has a host of more than 255 characters.", next: "Shorten the host name." },
      ko: { what: "{field} 필드의 호스트 이름이 255자보다 깁니다.", next: "호스트 이름을 줄입니다." },
    },
    "numeric-end": {
      en: {
        what: '{field} has "{host}", whose last part is a number.',
        next: "Write a host name; an IP address belongs in a field for addresses.",
      },
      ko: {
        what: '{field} 필드의 "{host}" 값이 숫자로 끝납니다.',
        next: "호스트 이름을 씁니다. IP 주소는 주소를 받는 필드에 씁니다.",
      },
    },
    "only-wildcard": {
      en: {
        what: '{field} has "*", which stands for every host.',
        next: "Name the hosts, or use a wildcard below a domain such as *.example.com.",
      },
      ko: {
        what: '{field} 필드에 모든 호스트를 뜻하는 "*" 값이 있습니다.',
        next: "호스트를 하나씩 쓰거나 *.example.com 처럼 도메인 아래의 와일드카드를 씁니다.",
      },
    },
    "wildcard-here": {
      en: { what: '{field} has "{host}"; a wildcard cannot stand here.', next: "Name one host." },
      ko: {
        what: '{field} 필드에 "{host}" 값이 있지만 여기에는 와일드카드를 쓸 수 없습니다.',
        next: "호스트 하나를 지정합니다.",
      },
    },
    "partial-wildcard": {
      en: {
        what: '{field} has "{host}", where the wildcard is only a part of the first name.',
        next: "Use a whole name for the wildcard, as in *.example.com.",
      },
      ko: {
        what: '{field} 필드의 "{host}" 값은 첫 번째 이름의 일부만 와일드카드입니다.',
        next: "*.example.com 처럼 이름 하나를 통째로 와일드카드로 씁니다.",
      },
    },
    "partial-wildcard-entry": {
      en: {
        what: '{field} has "{host}", where the wildcard is only a part of the first name.',
        why: "Istio's webhook warns about it: most of the mesh treats the host as a plain text, so requests to matching names may not find this entry.",
        next: "Use a whole name for the wildcard, as in *.example.com.",
      },
      ko: {
        what: '{field} 필드의 "{host}" 값은 첫 번째 이름의 일부만 와일드카드입니다.',
        why: "Istio 웹훅이 경고합니다. 이런 와일드카드는 제대로 지원되지 않으므로 맞는 이름으로 보낸 요청이 이 항목을 찾지 못할 수 있습니다.",
        next: "*.example.com 처럼 이름 하나를 통째로 와일드카드로 씁니다.",
      },
    },
    "no-namespace": {
      en: {
        what: '{field} has "{host}" without a namespace.',
        next: "Write namespace/host: ./{host} for this namespace, */{host} for all of them.",
      },
      ko: {
        what: '{field} 필드의 "{host}" 값에 네임스페이스가 없습니다.',
        next: "namespace/host 형식으로 씁니다. 같은 네임스페이스는 ./{host}, 모든 네임스페이스는 */{host} 형식입니다.",
      },
    },
    "empty-part": {
      en: {
        what: '{field} has "{host}", where the namespace or the host is empty.',
        next: "Write both, as in */example.com.",
      },
      ko: {
        what: '{field} 필드의 "{host}" 값에서 네임스페이스나 호스트가 비어 있습니다.',
        next: "*/example.com 처럼 둘 다 씁니다.",
      },
    },
    namespace: {
      en: {
        what: '{field} has "{host}", where "{label}" is no namespace.',
        next: "Write a namespace, . for this one, or * for all.",
      },
      ko: {
        what: '{field} 필드의 "{host}" 값에서 "{label}" 부분은 네임스페이스 이름이 아닙니다.',
        next: "네임스페이스 이름을 쓰거나, 같은 네임스페이스는 . 을, 전체는 * 를 씁니다.",
      },
    },
    "short-name": {
      en: {
        what: '{field} has the short name "{label}".',
        next: "Write the full name, such as {label}.default.svc.cluster.local for a Service.",
      },
      ko: {
        what: '{field} 필드에 짧은 이름 "{label}" 값이 있습니다.',
        next: "전체 이름을 씁니다. Service라면 {label}.default.svc.cluster.local 형식입니다.",
      },
    },
    generated: {
      en: {
        what: '{field} has "{host}", which begins like a name that Istio generates but does not go on like one.',
        next: "Generated names read outbound_.80_._.host.example.com.",
      },
      ko: {
        what: '{field} 필드의 "{host}" 값은 Istio가 만드는 이름처럼 시작하지만 형식이 다릅니다.',
        next: "Istio가 만드는 이름은 outbound_.80_._.host.example.com 형식입니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  hosts:
  - api_v2.example.com
    #<^^^^^^^^^^^^^^^^ error invalid-host
  - "*api.example.com"
    #<^^^^^^^^^^^^^^^^ warning invalid-host
  - "*"
    #<^ error invalid-host
`,
      `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: default
  namespace: default
spec:
  egress:
  - hosts:
    - api.example.com
      #<^^^^^^^^^^^^^ error invalid-host
    - "*/reviews"
      #<^^^^^^^^^ error invalid-host
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  hosts: [api.example.com, "*.example.org"]
  resolution: NONE
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata:
  name: default
  namespace: default
spec:
  egress:
  - hosts: ["./*", "istio-system/*", "*/api.example.com"]
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const { owner, field, position, host } of writtenHosts(resource)) {
      const place = `${owner.message}.${field}`;
      const judge =
        owner.field === "egressProxy"
          ? exactHostProblem
          : place === "VirtualService.hosts" && !mayHaveGeneratedHosts(resource)
            ? plainHostProblem
            : JUDGES[place];
      const problem = judge?.(host.value);
      if (problem === undefined || isUrl(host.value)) continue;
      const { reason, label } = problem;
      const lenient = place === "ServiceEntry.hosts" && reason === "partial-wildcard";
      const variant = lenient ? "partial-wildcard-entry" : reason === "label" ? undefined : reason;
      const finding: Finding = {
        at: host.span,
        args: { field, host: host.value, label },
        data: about(owner, field, position),
        ...(variant === undefined ? {} : { variant }),
      };
      yield lenient ? { ...finding, severity: "warning" } : finding;
    }
  },
  *repair(_cx, resource, finding) {
    const host = String(finding.args.host);
    if (finding.variant === "no-namespace") {
      yield* replaceNoted(resource, finding, `*/${host}`, { preferred: true });
      yield* replaceNoted(resource, finding, `./${host}`, {});
    }
  },
});

interface WrittenHost {
  readonly owner: MessageNode;
  readonly field: string;
  readonly position?: number;
  readonly host: Field<string>;
}

/** Every host of a resource whose text is known. */
function writtenHosts(resource: IstioResource): readonly WrittenHost[] {
  return messagesOf(resource).flatMap((owner) =>
    ["host", "targetHost", "hosts"].flatMap((field): readonly WrittenHost[] => {
      if (JUDGES[`${owner.message}.${field}`] === undefined) return [];
      const single = knownText(owner.node, field);
      if (single !== undefined) return [{ owner, field, host: single }];
      const list = entryOf(owner.node, field)?.value;
      if (list?.kind !== "sequence") return [];
      return list.items.flatMap((item, position) =>
        item?.kind === "scalar" && !item.placeholder && typeof item.value === "string"
          ? [{ owner, field, position, host: { value: item.value, span: item.span } }]
          : [],
      );
    }),
  );
}

function exactHostProblem(host: string): { reason: Reason; label: string } | undefined {
  return host.includes("*") && wildcardHostProblem(host) === undefined
    ? { reason: "wildcard-here", label: host }
    : hostProblem(host);
}

function plainHostProblem(host: string): { reason: Reason; label: string } | undefined {
  return isIpAddress(host) ? undefined : wildcardHostProblem(host);
}

/** Whether a VirtualService is for gateways alone and routes by SNI, as those for AUTO_PASSTHROUGH gateways do. */
function mayHaveGeneratedHosts(resource: IstioResource): boolean {
  if (resource.type !== "VirtualService") return false;
  return (
    !gatewayNames(resource).includes(MESH_GATEWAY) &&
    resource.tls.some(({ matches }) => matches.some(({ sniHosts }) => sniHosts.length > 0))
  );
}

/** Hosts of a VirtualService may be names that Istio generates for AUTO_PASSTHROUGH gateways (parseAutoGeneratedSNIDomain). */
function generatedHostProblem(host: string): { reason: Reason; label: string } | undefined {
  if (!host.startsWith("outbound_")) return wildcardHostProblem(host);
  const [, port = "", , name = ""] = host.split("_");
  return /\d/.test(port) && /[a-zA-Z]/.test(name) ? undefined : { reason: "generated", label: host };
}

/** Whether a host comes with a scheme, port or path; that has a rule of its own. */
function isUrl(host: string): boolean {
  return hostInUrl(host.replace(/^(?:[*.~]|[^/.:]*)\/(?!\/)/, "")) !== undefined;
}
