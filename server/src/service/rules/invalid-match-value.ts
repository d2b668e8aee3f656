// Texts that a route compares with: a prefix or expression that is empty, an expression that RE2 cannot read, a namespace that cannot exist, and
// claims of a token, which only gateways look at.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
import { isSet, knownText } from "../model/field";
import { headerNameProblem, isClaimRoute } from "../model/http-values";
import { type MessageNode, messagesOf } from "../model/message-walk";
import { regexProblem } from "../model/regex";
import { isReadable } from "../model/shape";
import { isDnsLabel } from "../model/values";
import { entryOf } from "../syntax/yaml-node";
import { gatewayNames, MESH_GATEWAY } from "../workspace/names";
import { defineRule, type Finding } from "./define";
import { about, REJECTED, removeNoted } from "./repairs";

export const rule = defineRule({
  code: "invalid-match-value",
  severity: "error",
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Match value Istio refuses",
      what: 'The regular expression "{value}" cannot be read: "{detail}" is not allowed there.',
      why: REJECTED.en,
      next: "Write it in RE2's syntax.",
    },
    ko: {
      title: "Istio가 거부하는 match 값",
      what: '정규식 "{value}" 값을 해석할 수 없습니다. "{detail}" 부분을 그 자리에 쓸 수 없습니다.',
      why: REJECTED.ko,
      next: "RE2 문법으로 적습니다.",
    },
  },
  variants: {
    "look-around": {
      en: {
        what: 'The regular expression "{value}" uses look-around, "{detail}".',
        why: "Envoy's expressions are RE2's, which have no look-around, so Istio's webhook rejects the resource.",
        next: "Match what should pass instead, or put a route for the exceptions in front of this one.",
      },
      ko: {
        what: '정규식 "{value}" 값에 look-around("{detail}")가 있습니다.',
        why: "Envoy의 정규식은 look-around가 없는 RE2이므로 Istio의 웹훅이 리소스를 거부합니다.",
        next: "통과시킬 값을 직접 match하거나, 예외를 처리하는 경로를 이 경로 앞에 둡니다.",
      },
    },
    backreference: {
      en: {
        what: 'The regular expression "{value}" refers back to a group, "{detail}".',
        why: "Envoy's expressions are RE2's, which have no backreferences, so Istio's webhook rejects the resource.",
        next: "Spell out the alternatives.",
      },
      ko: {
        what: '정규식 "{value}" 값에 역참조("{detail}")가 있습니다.',
        why: "Envoy의 정규식은 역참조가 없는 RE2이므로 Istio의 웹훅이 리소스를 거부합니다.",
        next: "가능한 값을 풀어서 적습니다.",
      },
    },
    "too-long": {
      en: {
        what: "The regular expression is longer than 1024 bytes.",
        next: "Shorten it, or spread it over several matches.",
      },
      ko: {
        what: "정규식이 1024바이트보다 깁니다.",
        next: "줄이거나 여러 match로 나눕니다.",
      },
    },
    "empty-regex": {
      en: { what: "The regular expression is empty.", next: 'Write an expression; ".*" matches everything.' },
      ko: { what: "정규식이 비어 있습니다.", next: '정규식을 적습니다. ".*"는 모든 값과 맞습니다.' },
    },
    "empty-prefix": {
      en: {
        what: "The prefix is empty.",
        next: "Write the beginning to compare with.",
      },
      ko: {
        what: "prefix 값이 비어 있습니다.",
        next: "비교할 앞부분을 적습니다.",
      },
    },
    "empty-origin": {
      en: {
        what: "This entry of allowOrigins matches no origin.",
        next: "Write exact, prefix or regex with a text.",
      },
      ko: {
        what: "allowOrigins의 이 항목에 맞는 origin이 없습니다.",
        next: "exact, prefix, regex 가운데 하나에 값을 적습니다.",
      },
    },
    namespace: {
      en: { what: '"{value}" cannot be a namespace.', next: "Write the name of one namespace." },
      ko: { what: '"{value}" 값은 네임스페이스가 될 수 없습니다.', next: "네임스페이스 이름 하나를 적습니다." },
    },
    claim: {
      en: {
        what: "{value} asks for a claim of a token, but this VirtualService is for the sidecars of the mesh.",
        why: "Only gateways can route by claims; Istio's webhook rejects the resource.",
        next: "Bind the VirtualService to a gateway alone, or match another header.",
      },
      ko: {
        what: "{value} 헤더는 토큰의 클레임을 비교하지만, 이 VirtualService는 메시의 사이드카에 적용됩니다.",
        why: "클레임에 따른 라우팅은 gateway에서만 가능하므로 Istio의 웹훅이 리소스를 거부합니다.",
        next: "VirtualService를 gateway에만 연결하거나 다른 헤더를 비교합니다.",
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
    - uri:
        regex: ^(?!/internal).*
        #      ^^^^^^^^^^^^^^^^ error invalid-match-value
    - headers:
        x-team:
          prefix: ""
          #       ^^ error invalid-match-value
  - ...
`,
      `kind: VirtualService
spec:
  http:
  - ...
    match:
    - headers:
        "@request.auth.claims.group":
        #<^^^^^^^^^^^^^^^^^^^^^^^^^^ error invalid-match-value
          exact: admin
  - ...
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - ...
    match:
    - uri:
        regex: ^/api/v[0-9]+/.*
      sourceNamespace: shop
    - uri:
        prefix: ""
      withoutHeaders:
        x-debug:
          regex: "*"
  - ...
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    const forGateway = !gatewayNames(resource).includes(MESH_GATEWAY);
    for (const match of messagesOf(resource, "StringMatch")) yield* judgeMatch(match);
    for (const rewrite of messagesOf(resource, "RegexRewrite")) yield* judgeRegex(rewrite, "match");
    for (const match of messagesOf(resource, "HTTPMatchRequest")) {
      const namespace = knownText(match.node, "sourceNamespace");
      if (namespace !== undefined && namespace.value !== "" && !isDnsLabel(namespace.value))
        yield { at: namespace.span, args: { value: namespace.value }, variant: "namespace" };
      if (forGateway || resource.uncertain) continue;
      for (const field of ["headers", "withoutHeaders"]) {
        const headers = entryOf(match.node, field)?.value;
        for (const { key } of headers?.kind === "mapping" ? headers.entries : [])
          if (isClaimRoute(key.source) && headerNameProblem(key.source) !== undefined)
            yield { at: key.span, args: { value: key.source }, variant: "claim" };
      }
    }
  },
  *repair(_cx, resource, finding) {
    if (finding.variant === "empty-prefix" && finding.data?.header === true) {
      for (const repair of removeNoted(resource, finding, { preferred: true }))
        yield {
          ...repair,
          title: {
            en: "Remove prefix: match any value of the header",
            ko: "prefix 제거: 헤더가 있으면 모든 값과 match",
          },
        };
    }
  },
});

/** What Istio's validateStringMatch says; a uri may have an empty prefix, and `*` without headers means that the header is absent. */
function* judgeMatch(match: MessageNode): Iterable<Finding> {
  const { node, field } = match;
  if (field === "allowOrigins" && !["exact", "prefix", "regex"].some((kind) => isSet(node, kind))) {
    yield { at: match.at, args: {}, variant: "empty-origin" };
    return;
  }
  const prefix = knownText(node, "prefix");
  if (prefix?.value === "" && field !== "uri") {
    const data = { ...about(match, "prefix"), header: field === "headers" };
    yield { at: prefix.span, args: {}, variant: "empty-prefix", data };
  }
  if (!(field === "withoutHeaders" && knownText(node, "regex")?.value === "*")) yield* judgeRegex(match, "regex");
}

function* judgeRegex(owner: MessageNode, field: string): Iterable<Finding> {
  const regex = knownText(owner.node, field);
  const problem = regex === undefined ? undefined : regexProblem(regex.value);
  if (regex === undefined || problem === undefined) return;
  // A rewrite without an expression lacks a part, which its own rule tells.
  if (problem.reason === "empty" && owner.message === "RegexRewrite") return;
  const variant =
    problem.reason === "syntax" ? {} : { variant: problem.reason === "empty" ? "empty-regex" : problem.reason };
  const value = regex.value.length > 80 ? `${regex.value.slice(0, 79)}…` : regex.value;
  yield { at: regex.span, args: { value, detail: problem.detail }, ...variant };
}
