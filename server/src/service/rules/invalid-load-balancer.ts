// Load balancer settings that Istio refuses: cookies without a name, hash tables of the wrong size, a warm-up that never grows, two ways of
// preferring near endpoints at once.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
import { isSet, knownNumber, knownText } from "../model/field";
import { type MessageNode, messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { entryOf } from "../syntax/yaml-node";
import { defineRule, type Finding } from "./define";
import { about, ownerOf, REJECTED, removeField, removeNoted, replaceNoted } from "./repairs";

/** The largest table that Envoy builds for Maglev hashing; Istio wants a smaller one. */
const MAGLEV_LIMIT = 5_000_011;

export const rule = defineRule({
  code: "invalid-load-balancer",
  severity: "error",
  certainty: "local",
  subjects: ["DestinationRule"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Load balancer settings Istio refuses",
      what: "The Maglev table size {value} is not a prime number.",
      why: REJECTED.en,
      next: "Use a prime number below 5000011, such as {prime}.",
    },
    ko: {
      title: "Istio가 거부하는 load balancer 설정",
      what: "Maglev 테이블 크기({value})가 소수가 아닙니다.",
      why: REJECTED.ko,
      next: "{prime} 같은 5000011보다 작은 소수를 사용합니다.",
    },
  },
  variants: {
    "maglev-size": {
      en: {
        what: "The Maglev table size {value} is out of range.",
        next: "Set tableSize to a prime number below 5000011, such as {prime}.",
      },
      ko: {
        what: "Maglev 테이블 크기({value})를 사용할 수 없습니다.",
        next: "tableSize에 {prime} 같은 5000011보다 작은 소수를 지정합니다.",
      },
    },
    "no-maglev-size": {
      en: {
        what: "maglev has no tableSize.",
        next: "Set tableSize to a prime number below 5000011, such as {prime}.",
      },
      ko: {
        what: "maglev에 tableSize 필드가 없습니다.",
        next: "tableSize에 {prime} 같은 5000011보다 작은 소수를 지정합니다.",
      },
    },
    "cookie-name": {
      en: {
        what: "{place} has no name.",
        next: "Give it a name.",
      },
      ko: {
        what: "{place} 항목에 name 값이 없습니다.",
        next: "name을 지정합니다.",
      },
    },
    "cookie-attribute": {
      en: {
        what: 'The cookie attribute "{value}" is listed twice.',
        next: "Remove one of the two.",
      },
      ko: {
        what: '"{value}" 쿠키 속성이 두 번 적혀 있습니다.',
        next: "둘 가운데 하나를 제거합니다.",
      },
    },
    "ring-size": {
      en: {
        what: "minimumRingSize is set together with {other}.",
        next: "Remove minimumRingSize; {other} takes its place.",
      },
      ko: {
        what: "minimumRingSize 필드와 {other} 필드가 함께 지정되어 있습니다.",
        next: "minimumRingSize를 제거합니다. {other} 필드가 그 역할을 대신합니다.",
      },
    },
    locality: {
      en: {
        what: "zoneAwareLbSetting is set together with localityLbSetting.",
        next: "Keep one of the two.",
      },
      ko: {
        what: "zoneAwareLbSetting 필드와 localityLbSetting 필드가 함께 지정되어 있습니다.",
        next: "둘 가운데 하나만 남깁니다.",
      },
    },
    aggression: {
      en: {
        what: "The warm-up's aggression is {value}, which is not above zero.",
        next: "Use a number above 0: 1 makes the share grow evenly, larger numbers make it grow sooner.",
      },
      ko: {
        what: "warmup의 aggression 값({value})이 0보다 크지 않습니다.",
        next: "0보다 큰 수를 사용합니다. 1이면 비율이 고르게 늘고, 클수록 초반에 빨리 늘어납니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    loadBalancer:
      consistentHash:
        httpHeaderName: x-user
        maglev:
          tableSize: 1000
          #          ^^^^ error invalid-load-balancer
`,
      `kind: DestinationRule
spec:
  trafficPolicy:
    loadBalancer:
      consistentHash:
        httpCookie:
          name: session
          attributes:
          - name: SameSite
            value: Lax
          - name: SameSite
          #       ^^^^^^^^ error invalid-load-balancer
            value: Strict
        ringHash: { minimumRingSize: 1024 }
        minimumRingSize: 1024
        #<^^^^^^^^^^^^^ error invalid-load-balancer
`,
    ],
    good: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    loadBalancer:
      consistentHash:
        httpHeaderName: x-user
        maglev:
          tableSize: 65537
      warmup:
        duration: 30s
        aggression: 1.5
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const hash of messagesOf(resource, "ConsistentHashLB")) {
      const old = entryOf(hash.node, "minimumRingSize");
      const other = ["ringHash", "maglev"].find((field) => isSet(hash.node, field));
      if (old !== undefined && isSet(hash.node, "minimumRingSize") && other !== undefined)
        yield { at: old.key.span, args: { other }, variant: "ring-size", data: about(hash, "minimumRingSize") };
    }
    for (const maglev of messagesOf(resource, "MagLev")) if (!resource.uncertain) yield* judgeMaglev(maglev);
    for (const cookie of messagesOf(resource, "HTTPCookie")) yield* judgeCookie(cookie, messagesOf(resource));
    for (const balancer of messagesOf(resource, "LoadBalancerSettings")) {
      const zone = entryOf(balancer.node, "zoneAwareLbSetting");
      if (zone?.value?.kind === "mapping" && isSet(balancer.node, "localityLbSetting"))
        yield { at: zone.key.span, args: {}, variant: "locality", data: about(balancer, "zoneAwareLbSetting") };
    }
    for (const warmup of messagesOf(resource, "WarmupConfiguration")) {
      const aggression = knownNumber(warmup.node, "aggression");
      // Numbers below zero are refused by the schema already.
      if (aggression?.value === 0)
        yield { at: aggression.span, args: { value: 0 }, variant: "aggression", data: about(warmup, "aggression") };
    }
  },
  *repair(_cx, resource, finding) {
    const variant = finding.variant ?? "";
    if (variant === "" || variant === "maglev-size")
      yield* replaceNoted(resource, finding, Number(finding.args.prime), { preferred: true });
    if (["ring-size", "cookie-attribute"].includes(variant)) yield* removeNoted(resource, finding, { preferred: true });
    if (variant === "aggression") yield* removeNoted(resource, finding, {});
    if (variant === "locality") {
      yield* removeNoted(resource, finding, {});
      yield* removeField(resource, ownerOf(resource, finding), "localityLbSetting", {});
    }
  },
});

function* judgeMaglev(maglev: MessageNode): Iterable<Finding> {
  const size = knownNumber(maglev.node, "tableSize");
  const prime = primeFrom(size?.value ?? 0);
  const data = about(maglev, "tableSize");
  if (size === undefined) {
    const written = entryOf(maglev.node, "tableSize")?.value;
    if (written === undefined) yield { at: maglev.at, args: { prime }, variant: "no-maglev-size" };
  } else if (size.value === 0 || size.value >= MAGLEV_LIMIT)
    yield { at: size.span, args: { value: size.value, prime }, variant: "maglev-size", data };
  else if (!isPrime(size.value)) yield { at: size.span, args: { value: size.value, prime }, data };
}

function* judgeCookie(cookie: MessageNode, all: readonly MessageNode[]): Iterable<Finding> {
  const name = knownText(cookie.node, "name");
  if (name?.value === "") yield { at: name.span, args: { place: "httpCookie" }, variant: "cookie-name" };
  const seen = new Set<string>();
  for (const attribute of all) {
    if (attribute.parent !== cookie || attribute.message !== "HTTPCookieAttribute") continue;
    const own = knownText(attribute.node, "name");
    if (own === undefined) continue;
    if (own.value === "") yield { at: own.span, args: { place: "attributes" }, variant: "cookie-name" };
    else if (seen.has(own.value)) {
      const data = about(cookie, "attributes", Number(attribute.path.at(-1)));
      yield { at: own.span, args: { value: own.value }, variant: "cookie-attribute", data };
    }
    seen.add(own.value);
  }
}

/** The nearest prime number that is not below the wanted size; the default of Envoy when that is out of reach. */
function primeFrom(wanted: number): number {
  for (let size = wanted; size > 0 && size < MAGLEV_LIMIT; size++) if (isPrime(size)) return size;
  return 65_537;
}

/** Whether a whole number is prime; 1 counts, as Envoy's own check has it. */
function isPrime(size: number): boolean {
  if (!Number.isSafeInteger(size) || size < 1) return false;
  for (let factor = 2; factor * factor <= size; factor++) if (size % factor === 0) return false;
  return true;
}
