// Limits of a connection pool that are below zero, and two ways of choosing the HTTP version at once.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings
import { isSet, knownNumber, knownText } from "../model/field";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, ownerOf, REJECTED, removeField, removeNoted } from "./repairs";

/** Limits that may not be negative, by message. */
const LIMITS: Readonly<Record<string, readonly string[]>> = {
  ConnectionPoolHTTPSettings: [
    "http1MaxPendingRequests",
    "http2MaxRequests",
    "maxRequestsPerConnection",
    "maxRetries",
    "maxConcurrentStreams",
  ],
  ConnectionPoolTCPSettings: ["maxConnections"],
};

export const rule = defineRule({
  code: "invalid-connection-pool",
  severity: "error",
  certainty: "local",
  subjects: ["DestinationRule", "Sidecar"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Connection pool with settings Istio refuses",
      what: "{field} is {value}, which is below zero.",
      why: REJECTED.en,
      next: "Write a positive limit, or remove {field} for the default.",
    },
    ko: {
      title: "Istio가 거부하는 connection pool 설정",
      what: "{field} 필드의 값({value})이 0보다 작습니다.",
      why: REJECTED.ko,
      next: "0보다 큰 한도를 적거나, 기본값을 쓰려면 {field} 필드를 제거합니다.",
    },
  },
  variants: {
    version: {
      en: {
        what: "useClientProtocol is true although h2UpgradePolicy is UPGRADE.",
        why: "One keeps the client's HTTP version, the other always raises it to HTTP/2; the webhook rejects the resource.",
        next: "Keep one of the two.",
      },
      ko: {
        what: "h2UpgradePolicy가 UPGRADE인데 useClientProtocol 값이 true입니다.",
        why: "하나는 클라이언트의 HTTP 버전을 유지하고 다른 하나는 항상 HTTP/2로 올립니다. 웹훅이 리소스를 거부합니다.",
        next: "둘 가운데 하나만 남깁니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    connectionPool:
      tcp:
        maxConnections: -1
        #               ^^ error invalid-connection-pool
      http:
        h2UpgradePolicy: UPGRADE
        useClientProtocol: true
        #<^^^^^^^^^^^^^^^ error invalid-connection-pool
`,
    ],
    good: [
      `kind: DestinationRule
spec:
  trafficPolicy:
    connectionPool:
      tcp:
        maxConnections: 100
      http:
        useClientProtocol: true
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const pool of messagesOf(resource, ...Object.keys(LIMITS))) {
      for (const field of LIMITS[pool.message] ?? []) {
        const limit = knownNumber(pool.node, field);
        if (limit !== undefined && limit.value < 0)
          yield { at: limit.span, args: { field, value: limit.value }, data: about(pool, field) };
      }
      const client = entryOf(pool.node, "useClientProtocol");
      if (
        client !== undefined &&
        isSet(pool.node, "useClientProtocol") &&
        knownText(pool.node, "h2UpgradePolicy")?.value === "UPGRADE"
      )
        yield { at: client.key.span, args: {}, variant: "version", data: about(pool, "useClientProtocol") };
    }
  },
  *repair(_cx, resource, finding) {
    if (finding.variant === "version") {
      yield* removeNoted(resource, finding, { preferred: true });
      yield* removeField(resource, ownerOf(resource, finding), "h2UpgradePolicy", {});
    } else yield* removeNoted(resource, finding, {});
  },
});
