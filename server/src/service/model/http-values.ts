// Judgements of single HTTP values of a VirtualService: header names and values, retry conditions, gRPC status names, methods. They follow Istio
// 1.30's admission webhook (pkg/config/validation/validation.go and header_value_validator.go).

/** Pseudo headers of HTTP/2, which a match may name. */
const PSEUDO_HEADERS = new Set([":method", ":scheme", ":authority", ":path", ":status"]);

/** What is wrong with a header name as such: `empty`, or `characters` that no header name has (RFC 7230's token). */
export function headerNameProblem(name: string): "empty" | "characters" | undefined {
  if (name === "") return "empty";
  return /^[!#$%&'*+,.^_`|~A-Za-z0-9-]+$/.test(name) ? undefined : "characters";
}

/** What is wrong with the name of a header that a match looks at; pseudo headers and the claims of a token are fine. */
export function headerMatchProblem(name: string): "empty" | "characters" | undefined {
  return isClaimRoute(name) || PSEUDO_HEADERS.has(name) ? undefined : headerNameProblem(name);
}

/** Whether a match's header name stands for a claim of a token: `@request.auth.claims.NAME` or `@request.auth.claims[NAME]` (pkg/jwt). */
export function isClaimRoute(name: string): boolean {
  return /^@request\.auth\.claims(?:\..+|\[.+\])$/is.test(name);
}

/** What is wrong with a header's value: a control character, or a `%` that neither begins a variable of Envoy nor is doubled. */
export function headerValueProblem(value: string): "control" | "percent" | undefined {
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) return "control";
  return endsInText(value) ? undefined : "percent";
}

type State = "text" | "name" | "arguments" | "string" | "expect-string" | "after-string" | "after-array" | "expect-end";

/**
 * Walks a value through the states of Envoy's parser for `%NAME%`, `%NAME(argument)%` and `%NAME(["a", "b"])%`; false when it meets an
 * unexpected character or ends inside a variable.
 */
function endsInText(value: string): boolean {
  let state: State = "text";
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    switch (state) {
      case "text":
        if (character !== "%") break;
        if (value.charAt(at + 1) === "%") at++;
        else state = "name";
        break;
      case "name":
        if (character === "%") state = "text";
        else if (character === "(") state = "arguments";
        break;
      case "arguments":
        if (character === "[") state = "expect-string";
        else if (character !== " ") state = "string";
        break;
      case "string":
        if (character === "\\") {
          if (++at >= value.length) return false;
        } else if (character === ")") state = "expect-end";
        else if (character === '"') state = "after-string";
        break;
      case "expect-string":
        if (character === '"') state = "string";
        else if (character !== " ") return false;
        break;
      case "after-string":
        if (character === ",") state = "expect-string";
        else if (character === "]") state = "after-array";
        else if (character !== " ") return false;
        break;
      case "after-array":
        if (character === ")") state = "expect-end";
        else if (character !== " ") return false;
        break;
      case "expect-end":
        if (character === "%") state = "text";
        else if (character !== " ") return false;
        break;
    }
  }
  return state === "text";
}

/** Conditions of `retryOn` besides HTTP status codes. */
export const RETRY_CONDITIONS: readonly string[] = [
  "5xx",
  "gateway-error",
  "reset",
  "reset-before-request",
  "connect-failure",
  "envoy-ratelimited",
  "retriable-4xx",
  "refused-stream",
  "retriable-status-codes",
  "retriable-headers",
  "http3-post-connect-failure",
  "cancelled",
  "deadline-exceeded",
  "internal",
  "resource-exhausted",
  "unavailable",
];

/** Whether one condition of `retryOn` (a part between commas, spaces count) is known: a word of Envoy, or the number of an HTTP status. */
export function isRetryCondition(condition: string): boolean {
  return (
    RETRY_CONDITIONS.includes(condition) || (/^\+?\d{1,4}$/.test(condition) && isHttpStatusName(Number(condition)))
  );
}

/** Whether an HTTP status has a name; Istio takes only these for retries. */
function isHttpStatusName(status: number): boolean {
  const ranges: readonly (readonly [number, number])[] = [
    [100, 103],
    [200, 208],
    [226, 226],
    [300, 305],
    [307, 308],
    [400, 418],
    [421, 426],
    [428, 429],
    [431, 431],
    [451, 451],
    [500, 508],
    [510, 511],
  ];
  return ranges.some(([from, to]) => from <= status && status <= to);
}

/** The names of gRPC's status codes. */
export const GRPC_STATUSES: readonly string[] = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];

/** Methods that a CORS policy may allow; `*` stands for all. */
export const CORS_METHODS: readonly string[] = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "CONNECT",
  "OPTIONS",
  "TRACE",
  "*",
];

/** Whether a status may be answered by a fault or a direct response; Istio's check lets 600 pass. */
export function isAnswerStatus(status: number): boolean {
  return status >= 200 && status <= 600;
}
