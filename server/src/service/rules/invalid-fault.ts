// Faults that a route injects: a delay or an abort, each with what Envoy can do.
// https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection
import { closest } from "../base/edit-distance";
import { isSet, knownNumber, knownText } from "../model/field";
import { GRPC_STATUSES, isAnswerStatus } from "../model/http-values";
import { messagesOf } from "../model/message-walk";
import { isReadable } from "../model/shape";
import { entryOf } from "../syntax/yaml-node";
import { defineRule } from "./define";
import { about, REJECTED, removeNoted, replaceNoted } from "./repairs";

export const rule = defineRule({
  code: "invalid-fault",
  severity: "error",
  certainty: "local",
  subjects: ["VirtualService"],
  seeAlso: ["IST0106", "IST0133"],
  text: {
    en: {
      title: "Fault Istio cannot inject",
      what: "fault has neither an abort nor a delay.",
      why: REJECTED.en,
      next: "Add abort or delay, or remove fault.",
    },
    ko: {
      title: "Istio가 주입할 수 없는 fault",
      what: "fault에 abort도 delay도 없습니다.",
      why: REJECTED.ko,
      next: "abort나 delay를 추가하거나 fault를 제거합니다.",
    },
  },
  variants: {
    status: {
      en: { what: "The abort answers with status {value}.", next: "Use a status from 200 to 599." },
      ko: {
        what: "abort의 상태 코드({value})가 올바르지 않습니다.",
        next: "200에서 599 사이의 상태 코드를 사용합니다.",
      },
    },
    grpc: {
      en: { what: '"{value}" is no status of gRPC.', next: "Use one of gRPC's names, such as UNAVAILABLE." },
      ko: { what: '"{value}" 값은 gRPC 상태가 아닙니다.', next: "UNAVAILABLE 같은 gRPC 상태 이름을 사용합니다." },
    },
    unsupported: {
      en: { what: "{field} is not implemented in Istio.", next: "Use {instead}." },
      ko: { what: "{field} 필드는 Istio에 구현되어 있지 않습니다.", next: "{instead} 필드를 사용합니다." },
    },
    "no-error": {
      en: {
        what: "abort does not say which error to answer with.",
        why: "Without a status nothing is aborted; Istio's webhook warns about it.",
        next: "Add httpStatus or grpcStatus.",
      },
      ko: {
        what: "abort에 응답할 오류가 지정되어 있지 않습니다.",
        why: "상태 코드가 없으면 요청을 중단하지 않습니다. Istio의 웹훅이 경고합니다.",
        next: "httpStatus나 grpcStatus를 추가합니다.",
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
    fault:
      abort:
        httpStatus: 100
        #           ^^^ error invalid-fault
  - ...
    fault: {}
    #<^^^ error invalid-fault
`,
      `kind: VirtualService
spec:
  http:
  - ...
    fault:
      abort:
      #<^^^ warning invalid-fault
        percentage:
          value: 10
  - ...
`,
    ],
    good: [
      `kind: VirtualService
spec:
  http:
  - ...
    fault:
      abort:
        grpcStatus: UNAVAILABLE
        percentage:
          value: 10
  - ...
`,
    ],
  },
  *check(_cx, resource) {
    if (!isReadable(resource)) return;
    for (const fault of messagesOf(resource, "HTTPFaultInjection")) {
      const owner = fault.parent;
      if (resource.uncertain || owner === undefined || isSet(fault.node, "abort") || isSet(fault.node, "delay"))
        continue;
      yield { at: fault.at, args: {}, data: about(owner, "fault") };
    }
    for (const abort of messagesOf(resource, "FaultAbort")) {
      const status = knownNumber(abort.node, "httpStatus");
      if (status !== undefined && !isAnswerStatus(status.value))
        yield { at: status.span, args: { value: status.value }, variant: "status" };
      const grpc = knownText(abort.node, "grpcStatus");
      if (grpc !== undefined && !GRPC_STATUSES.includes(grpc.value))
        yield { at: grpc.span, args: { value: grpc.value }, variant: "grpc", data: about(abort, "grpcStatus") };
      const http2 = entryOf(abort.node, "http2Error");
      if (http2 !== undefined) {
        const args = { field: "http2Error", instead: "httpStatus" };
        yield { at: http2.key.span, args, variant: "unsupported", data: about(abort, "http2Error") };
      }
      const errors = ["httpStatus", "grpcStatus", "http2Error"];
      if (!resource.uncertain && errors.every((field) => entryOf(abort.node, field) === undefined))
        yield { at: abort.at, args: {}, variant: "no-error", severity: "warning" };
    }
    for (const delay of messagesOf(resource, "FaultDelay")) {
      const exponential = entryOf(delay.node, "exponentialDelay");
      if (exponential === undefined) continue;
      const args = { field: "exponentialDelay", instead: "fixedDelay" };
      yield { at: exponential.key.span, args, variant: "unsupported", data: about(delay, "exponentialDelay") };
    }
  },
  *repair(_cx, resource, finding) {
    if (finding.variant === "grpc") {
      const written = String(finding.args.value).toUpperCase().replace(/[- ]/g, "_");
      const meant = GRPC_STATUSES.includes(written) ? written : closest(written, GRPC_STATUSES);
      if (meant !== undefined) yield* replaceNoted(resource, finding, meant, { preferred: true });
    } else if (finding.data !== undefined)
      yield* removeNoted(resource, finding, { preferred: finding.variant === undefined });
  },
});
