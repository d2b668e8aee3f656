// Answers that a route gives by itself: a status that can end a request, and a body that fits into the configuration of every proxy.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPDirectResponse
import { knownNumber, knownText } from "../model/field";
import { isAnswerStatus } from "../model/http-values";
import { utf8Length } from "../model/regex";
import { entryOf } from "../syntax/yaml-node";
import { defineLocalRule } from "./define";
import { REJECTED } from "./repairs";

const KILOBYTE = 1024;
const REFUSED_SIZE = 1024 * KILOBYTE;
const WARNED_SIZE = 100 * KILOBYTE;

export const rule = defineLocalRule({
  code: "invalid-direct-response",
  severity: "error",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106", "IST0133"],
  text: {
    en: {
      title: "Direct response Istio refuses",
      what: "The direct response has status {value}.",
      why: REJECTED.en,
      next: "Use a status from 200 to 599.",
    },
    ko: {
      title: "Istio가 거부하는 직접 응답",
      what: "directResponse의 상태 코드({value})가 올바르지 않습니다.",
      why: REJECTED.ko,
      next: "200에서 599 사이의 상태 코드를 사용합니다.",
    },
  },
  variants: {
    "too-large": {
      en: {
        what: "The body of the direct response is {value} KB long; more than 1 MB is not allowed.",
        next: "Serve it from a workload, and route to that.",
      },
      ko: {
        what: "directResponse의 본문 크기({value} KB)가 1 MB를 넘습니다.",
        next: "워크로드에서 본문을 제공하고 그 워크로드로 라우팅합니다.",
      },
    },
    large: {
      en: {
        what: "The body of the direct response is {value} KB long.",
        why: "istiod sends it to every proxy that has this route, each time the configuration changes; Istio's webhook warns from 100 KB on.",
        next: "Serve it from a workload, and route to that.",
      },
      ko: {
        what: "directResponse의 본문 크기({value} KB)가 큽니다.",
        why: "설정이 바뀔 때마다 istiod가 이 경로를 가진 모든 프록시에 본문을 보냅니다. 100 KB를 넘으면 Istio의 웹훅이 경고합니다.",
        next: "워크로드에서 본문을 제공하고 그 워크로드로 라우팅합니다.",
      },
    },
  },
  examples: {
    base: "classic",
    bad: [
      `kind: VirtualService
spec:
  http:
  - directResponse:
      status: 42
      #       ^^ error invalid-direct-response
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - directResponse:
      status: 503
      body:
        string: closed for maintenance
`,
    ],
  },
  on: {
    *HTTPDirectResponse(_cx, { node }) {
      const status = knownNumber(node, "status");
      // A status below zero is refused by the schema already.
      if (status !== undefined && status.value >= 0 && !isAnswerStatus(status.value))
        yield { at: status.span, args: { value: status.value } };
    },
    *HTTPBody(_cx, { node }) {
      const key = (entryOf(node, "string") ?? entryOf(node, "bytes"))?.key;
      const text = knownText(node, "string")?.value;
      // Base64 takes four characters for three bytes.
      const size = text === undefined ? ((knownText(node, "bytes")?.value.length ?? 0) * 3) / 4 : utf8Length(text);
      if (key === undefined || size <= WARNED_SIZE) return;
      const args = { value: Math.round(size / KILOBYTE) };
      yield size > REFUSED_SIZE
        ? { at: key.span, args, variant: "too-large" }
        : { at: key.span, args, variant: "large", severity: "warning" };
    },
  },
});
