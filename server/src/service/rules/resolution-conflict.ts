// How a ServiceEntry's hosts become addresses (`resolution`) decides what else it may say: NONE takes the address the app asked for, STATIC the
// listed ones, DNS looks the host up, DYNAMIC_DNS looks up whatever name below a wildcard is asked for.
// https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution
import { knownText, knownTexts } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { hasOnlyAddresses, resolutionConflicts } from "../model/resolution";
import { isReadable } from "../model/shape";
import { compareReleases } from "../schema/structure";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { REJECTED, setField } from "./repairs";

/** The label that sends requests for an entry through a waypoint. */
const USE_WAYPOINT = "istio.io/use-waypoint";

export const rule = defineRule({
  code: "resolution-conflict",
  severity: "error",
  certainty: "local",
  seeAlso: ["IST0106", "IST0133"],
  subjects: ["ServiceEntry"],
  text: {
    en: {
      title: "Resolution that does not fit the rest",
      what: "endpoints are listed, but the resolution is NONE.",
      why: REJECTED.en,
      next: "Set resolution to STATIC for IP addresses, to DNS for host names, or remove endpoints.",
    },
    ko: {
      title: "다른 설정과 맞지 않는 resolution",
      what: "endpoints 목록이 있지만 resolution이 NONE입니다.",
      why: REJECTED.ko,
      next: "IP 주소라면 resolution을 STATIC으로, 호스트 이름이라면 DNS로 지정하거나 endpoints 필드를 제거합니다.",
    },
  },
  variants: {
    "selector-with-none": {
      en: {
        what: "workloadSelector is set, but the resolution is NONE.",
        why: "With NONE the proxy connects to the address the app asked for and never looks at the selected workloads; Istio's webhook warns about it.",
        next: "Set resolution to STATIC, so that the selected workloads are used.",
      },
      ko: {
        what: "workloadSelector 필드가 있지만 resolution이 NONE입니다.",
        why: "NONE이면 프록시는 앱이 요청한 주소로 그대로 연결하고 선택된 워크로드를 보지 않습니다. Istio 웹훅이 경고합니다.",
        next: "선택한 워크로드를 사용하려면 resolution을 STATIC으로 지정합니다.",
      },
    },
    "cidr-with-dns": {
      en: {
        what: 'addresses has the block "{value}", but the resolution is {resolution}.',
        next: "Write single addresses, or set resolution to NONE or STATIC.",
      },
      ko: {
        what: 'addresses 목록에 CIDR 블록 "{value}" 값이 있지만 resolution은 {resolution} 값입니다.',
        next: "주소를 하나씩 쓰거나 resolution을 NONE 또는 STATIC으로 지정합니다.",
      },
    },
    "wildcard-with-dns": {
      en: {
        what: 'The host "{value}" cannot be looked up in DNS, and no endpoint is listed.',
        next: "Name the hosts one by one, list endpoints, or use DYNAMIC_DNS or NONE for a wildcard.",
      },
      ko: {
        what: '"{value}" 호스트는 DNS로 조회할 수 없고 엔드포인트도 없습니다.',
        next: "호스트를 하나씩 쓰거나 endpoints를 나열합니다. 와일드카드라면 DYNAMIC_DNS나 NONE을 사용합니다.",
      },
    },
    "many-endpoints": {
      en: {
        what: "DNS_ROUND_ROBIN takes at most one endpoint.",
        next: "Keep one endpoint, or set resolution to DNS.",
      },
      ko: {
        what: "DNS_ROUND_ROBIN에서는 엔드포인트를 하나만 쓸 수 있습니다.",
        next: "엔드포인트를 하나만 남기거나 resolution을 DNS로 지정합니다.",
      },
    },
    "host-with-static": {
      en: {
        what: 'The endpoint "{value}" is a host name, but the resolution is STATIC.',
        next: "Set resolution to DNS so that the name is looked up, or write its IP address.",
      },
      ko: {
        what: '엔드포인트 "{value}" 값은 호스트 이름이지만 resolution이 STATIC입니다.',
        next: "이름을 조회하도록 resolution을 DNS로 지정하거나 IP 주소를 씁니다.",
      },
    },
    "dynamic-host": {
      en: {
        what: 'DYNAMIC_DNS is for wildcards, but the host "{value}" is a single name.',
        next: "Set resolution to DNS for this host, or write a wildcard such as *.example.com.",
      },
      ko: {
        what: 'DYNAMIC_DNS는 와일드카드를 위한 것인데 "{value}" 호스트는 하나의 이름입니다.',
        next: "이 호스트에는 resolution을 DNS로 지정하거나 *.example.com 같은 와일드카드를 씁니다.",
      },
    },
    "dynamic-addresses": {
      en: {
        what: "addresses cannot be set with DYNAMIC_DNS: the name in each request decides where it goes.",
        next: "Remove addresses.",
      },
      ko: {
        what: "DYNAMIC_DNS에서는 요청에 담긴 이름이 목적지를 정하므로 addresses 필드를 쓸 수 없습니다.",
        next: "addresses 필드를 제거합니다.",
      },
    },
    "dynamic-endpoints": {
      en: {
        what: "endpoints cannot be set with DYNAMIC_DNS: the name in each request decides where it goes.",
        next: "Remove endpoints.",
      },
      ko: {
        what: "DYNAMIC_DNS에서는 요청에 담긴 이름이 목적지를 정하므로 endpoints 필드를 쓸 수 없습니다.",
        next: "endpoints 필드를 제거합니다.",
      },
    },
    "dynamic-internal": {
      en: {
        what: "The location is MESH_INTERNAL, and the label {value} sends requests through a waypoint, which cannot look up such hosts.",
        next: "Set location to MESH_EXTERNAL, or use another resolution.",
      },
      ko: {
        what: "location이 MESH_INTERNAL이고 {value} 라벨 때문에 요청이 waypoint를 거치는데, waypoint는 이런 호스트를 조회할 수 없습니다.",
        next: "location을 MESH_EXTERNAL로 지정하거나 다른 resolution을 사용합니다.",
      },
    },
    "dynamic-protocol": {
      en: {
        what: 'DYNAMIC_DNS reads the name from HTTP or TLS, which the protocol "{value}" does not have.',
        next: "Use HTTP, HTTP2, GRPC or TLS for this port.",
      },
      ko: {
        what: 'DYNAMIC_DNS는 HTTP나 TLS에서 이름을 읽는데 "{value}" protocol에는 이름이 없습니다.',
        next: "이 포트에는 HTTP, HTTP2, GRPC, TLS 가운데 하나를 씁니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: ServiceEntry
spec:
  resolution: <none>
  endpoints:
  #<^^^^^^^ error resolution-conflict
  - address: 10.0.0.1
`,
      `#- base: wildcard
kind: ServiceEntry
metadata:
  name: wikipedia-org-wildcard
spec:
  hosts:
  - "*.wikipedia.org"
  # ^^^^^^^^^^^^^^^^^ error resolution-conflict
  resolution: DNS
`,
      `kind: ServiceEntry
spec:
  resolution: STATIC
  endpoints:
  - address: finance.example.net
             #<^^^^^^^^^^^^^^^^^ error resolution-conflict
`,
    ],
    good: [
      `kind: ServiceEntry
spec:
  resolution: STATIC
  endpoints:
  - address: 10.0.0.1
`,
      `#- base: wildcard
kind: ServiceEntry
metadata:
  name: wikipedia-org-wildcard
spec:
  resolution: DYNAMIC_DNS
`,
    ],
  },
  *check(_cx, entry) {
    if (!isReadable(entry)) return;
    const written = entryOf(entry.spec, "resolution")?.value;
    const resolution = knownText(entry.spec, "resolution")?.value ?? "NONE";
    if (written?.kind === "scalar" && written.placeholder) return;
    for (const { kind, at, value } of resolutionConflicts(entry.spec, resolution)) {
      yield {
        at,
        args: { value, resolution },
        ...(kind === "endpoints-with-none" ? {} : { variant: kind }),
        ...(kind === "selector-with-none" ? { severity: "warning" } : {}),
      };
    }
    const location = knownText(entry.spec, "location");
    if (
      resolution === "DYNAMIC_DNS" &&
      location?.value === "MESH_INTERNAL" &&
      !["", "none", undefined].includes(entry.labels[USE_WAYPOINT])
    )
      yield { at: location.span, args: { value: USE_WAYPOINT, resolution }, variant: "dynamic-internal" };
  },
  *repair(cx, entry, { variant }) {
    const [spec] = messagesOf(entry);
    const set = (value: string, preferred: boolean): ReturnType<typeof setField> =>
      setField(entry, spec, "resolution", value, {
        title: { en: "Set resolution to {value}", ko: "resolution을 {value} 값으로 지정" },
        after: "ports",
        ...(preferred ? { preferred } : {}),
      });
    if (variant === undefined) yield* set(hasOnlyAddresses(entry.spec) ? "STATIC" : "DNS", true);
    else if (variant === "selector-with-none") yield* set("STATIC", true);
    else if (variant === "many-endpoints" || variant === "host-with-static") yield* set("DNS", true);
    else if (variant === "dynamic-host" && !knownTexts(entry.spec, "hosts").some(({ value }) => value.includes("*"))) {
      yield* set("DNS", true);
    } else if (variant === "wildcard-with-dns") {
      const canLookUp =
        compareReleases(cx.view.settings.istioVersion, "1.28") >= 0 &&
        [...resolutionConflicts(entry.spec, "DYNAMIC_DNS")].length === 0;
      if (canLookUp) yield* set("DYNAMIC_DNS", true);
      yield* set("NONE", !canLookUp);
    }
  },
});
