// Headers that a route matches, adds, sets, removes or allows: names that no header has, names that may not be touched, values that Envoy cannot
// read because of a lone %, and the authority set in two places.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers
import type { Span } from "../base/span";
import { type Field, isSet, knownText } from "../model/field";
import { headerMatchProblem, headerNameProblem, headerValueProblem } from "../model/http-values";
import { type MessageNode, messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { headerOperationProblem } from "../model/values";
import type { VirtualService } from "../model/virtual-service";
import { removeEntry } from "../syntax/edit";
import { entryOf, type MappingEntry } from "../syntax/yaml-node";
import { defineRule, type Finding, type Repair } from "./define";
import { about, REJECTED, removeNoted, replaceScalarAt } from "./repairs";

export const rule = defineRule({
  code: "invalid-header",
  severity: "error",
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106"],
  text: {
    en: {
      title: "Header that Istio refuses",
      what: '"{name}" has characters that no header name has.',
      why: REJECTED.en,
      next: "Use letters, digits and dashes.",
    },
    ko: {
      title: "Istio가 거부하는 헤더",
      what: '"{name}" 값에 헤더 이름에 쓸 수 없는 문자가 있습니다.',
      why: REJECTED.ko,
      next: "영문자, 숫자, 하이픈을 사용합니다.",
    },
  },
  variants: {
    empty: {
      en: { what: "A header name is empty.", next: "Write the header's name, or remove the entry." },
      ko: { what: "헤더 이름이 비어 있습니다.", next: "헤더 이름을 적거나 항목을 제거합니다." },
    },
    internal: {
      en: {
        what: 'The header "{name}" begins with a colon and cannot be changed here.',
        next: "Use rewrite for the path and the authority; only :authority may be set on requests.",
      },
      ko: {
        what: '"{name}" 헤더는 콜론으로 시작하므로 여기서 바꿀 수 없습니다.',
        next: "경로와 authority는 rewrite로 바꿉니다. 요청에는 :authority만 지정할 수 있습니다.",
      },
    },
    host: {
      en: {
        what: "The Host header cannot be changed here.",
        next: "Set it on the request with rewrite.authority.",
      },
      ko: {
        what: "여기서는 Host 헤더를 바꿀 수 없습니다.",
        next: "요청의 Host는 rewrite.authority로 지정합니다.",
      },
    },
    percent: {
      en: {
        what: 'In the value "{value}" a % is neither part of a variable such as %HOSTNAME% nor doubled.',
        next: "Write %% for a percent sign, or close the variable.",
      },
      ko: {
        what: '"{value}" 값의 %가 %HOSTNAME% 같은 변수에 속하지 않고 두 번 적히지도 않았습니다.',
        next: "퍼센트 기호는 %%로 적고, 변수라면 %로 닫습니다.",
      },
    },
    control: {
      en: {
        what: "The value of {name} has a control character, such as a line break.",
        next: "Write it on one line.",
      },
      ko: {
        what: "{name} 헤더의 값에 줄바꿈 같은 제어 문자가 있습니다.",
        next: "한 줄로 적습니다.",
      },
    },
    authority: {
      en: {
        what: "The authority is set here and in {other}.",
        next: "Keep one of the two places; rewrite.authority is the usual one.",
      },
      ko: {
        what: "authority가 여기와 {other} 필드에 모두 지정되어 있습니다.",
        next: "한 곳에만 남깁니다. 보통 rewrite.authority를 사용합니다.",
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
    - headers:
        x team:
        #<^^^^ error invalid-header
          exact: core
    headers:
      request:
        set:
          x-share: 50% off
          #        ^^^^^^^ error invalid-header
          :path: /api
          #<^^^ error invalid-header
      response:
        remove: [Host]
        #        ^^^^ error invalid-header
  - ...
`,
      `kind: VirtualService
spec:
  http:
  - ...
  - ...
    rewrite:
      authority: www.example.com
    headers:
      request:
        set:
          Host: finance.yahoo.com
          #<^^ error invalid-header
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - ...
  - ...
    headers:
      request:
        set:
          :authority: www.example.com
          x-from: "%DOWNSTREAM_REMOTE_ADDRESS%"
          x-share: 50%% off
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const match of messagesOf(resource, "HTTPMatchRequest")) {
      for (const field of ["headers", "withoutHeaders"])
        for (const { key } of entriesOf(match, field))
          if (!key.placeholder) yield* named({ value: key.source, span: key.span }, headerMatchProblem(key.source));
    }
    for (const cors of messagesOf(resource, "CorsPolicy")) {
      for (const field of ["allowHeaders", "exposeHeaders"])
        for (const { name, position } of itemsOf(cors, field))
          yield* named(
            name,
            name.value === "*" ? undefined : headerNameProblem(name.value),
            about(cors, field, position),
          );
    }
    for (const operations of messagesOf(resource, "HeaderOperations")) {
      yield* judgeOperations(operations);
      const owner = operations.parent?.parent;
      if (operations.field === "request" && owner?.message === "HTTPRoute") yield* repeatedAuthority(owner, operations);
    }
  },
  *repair(_cx, resource, finding) {
    const { variant, at, data } = finding;
    const value = String(data?.value);
    // A % before capitals was meant as a variable; how it should end is not known.
    if (variant === "percent" && !/%[A-Z_]{2}/.test(value)) {
      const doubled = value.replace(/%%|%/g, "%%");
      yield* replaceScalarAt(resource, at.start, doubled, {
        title: { en: "Double the percent sign", ko: "퍼센트 기호를 두 번 적기" },
        preferred: true,
      });
    }
    if (data?.field !== undefined) yield* removeNoted(resource, finding, { preferred: variant === "empty" });
    if (variant === "authority" || (variant === "empty" && data?.field === undefined))
      yield* removeHeader(resource, at);
  },
});

/** Takes a header out of a map, found by the place of its name. */
function* removeHeader(resource: VirtualService, at: Span): Iterable<Repair> {
  const { document } = resource;
  const maps = messagesOf(resource).flatMap(({ node }) => node.entries.map(({ value }) => value));
  for (const map of maps) {
    const header = map?.kind === "mapping" ? map.entries.find(({ key }) => key.span.start === at.start) : undefined;
    if (map?.kind !== "mapping" || header === undefined) continue;
    const edit = removeEntry(document, map, header.key.source);
    if (edit === undefined) return;
    yield {
      title: { en: "Remove this header", ko: "이 헤더 제거" },
      changes: [{ document, edits: [edit] }],
      preferred: true,
    };
    return;
  }
}

/** A finding for a name with a problem. */
function* named(name: Field<string>, problem: string | undefined, data?: Finding["data"]): Iterable<Finding> {
  if (problem === undefined) return;
  const variant = problem === "characters" ? {} : { variant: problem };
  yield { at: name.span, args: { name: name.value }, ...variant, ...(data === undefined ? {} : { data }) };
}

function* judgeOperations(operations: MessageNode): Iterable<Finding> {
  const onRequest = operations.field === "request";
  for (const field of ["add", "set"]) {
    for (const { key, value } of entriesOf(operations, field)) {
      if (key.placeholder) continue;
      yield* named({ value: key.source, span: key.span }, headerOperationProblem(key.source, onRequest));
      if (value?.kind !== "scalar" || value.placeholder || typeof value.value !== "string") continue;
      const problem = headerValueProblem(value.value);
      if (problem === undefined) continue;
      yield {
        at: value.span,
        args: { name: key.source, value: value.value },
        variant: problem,
        data: { value: value.value },
      };
    }
  }
  for (const { name, position } of itemsOf(operations, "remove"))
    yield* named(name, headerOperationProblem(name.value, false), about(operations, "remove", position));
}

/** The authority may be set once: by rewrite, or by one of the route's request headers `:authority` and `Host` (validateAuthorityRewrite). */
function* repeatedAuthority(route: MessageNode, request: MessageNode): Iterable<Finding> {
  const rewrite = entryOf(route.node, "rewrite")?.value;
  let other = isSet(rewrite, "authority") ? "rewrite.authority" : undefined;
  for (const field of ["set", "add"]) {
    const map = entryOf(request.node, field)?.value;
    for (const { key } of entriesOf(request, field)) {
      if (![":authority", "host"].includes(key.source.toLowerCase())) continue;
      if (other !== undefined) {
        yield { at: key.span, args: { other }, variant: "authority" };
        return;
      }
      if (knownText(map, key.source)?.value !== "") other = `headers.request.${field}`;
    }
  }
}

function entriesOf(owner: MessageNode, field: string): readonly MappingEntry[] {
  const map = entryOf(owner.node, field)?.value;
  return map?.kind === "mapping" ? map.entries : [];
}

/** The items of a list that are certainly texts, with their places. */
function itemsOf(
  owner: MessageNode,
  field: string,
): readonly { readonly name: Field<string>; readonly position: number }[] {
  const list = entryOf(owner.node, field)?.value;
  if (list?.kind !== "sequence") return [];
  return list.items.flatMap((item, position) =>
    item?.kind === "scalar" && !item.placeholder && typeof item.value === "string"
      ? [{ name: { value: item.value, span: item.span }, position }]
      : [],
  );
}
