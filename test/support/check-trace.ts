// Traces as compact text, to be compared with what a test writes down: one line per hop, one for the end, one per assumption.
import assert from "node:assert/strict";
import {
  type Hop,
  type Origin,
  parseTarget,
  type Settings,
  trace,
  type Trace,
  viewOf,
} from "../../server/src/service/index";
import { snapshotOf } from "./check";
import { readFixture } from "./fixture";

/** A request and the workspace's settings. */
export interface TraceRequest {
  /** The client's namespace, or a whole origin. */
  readonly from: string | Origin;
  /** The target as people write it. */
  readonly to: string;
  readonly sni?: string;
  readonly settings?: Partial<Settings>;
}

/** Traces a request over a fixture's files. */
export function traceOf(source: string, request: TraceRequest): Trace {
  const snapshot = snapshotOf(readFixture(source), request.settings);
  const read = parseTarget(request.to, request.sni);
  assert.ok("target" in read, `no target: ${request.to}`);
  const from = typeof request.from === "string" ? { namespace: request.from } : request.from;
  return trace({ from, target: read.target }, viewOf(snapshot, ""));
}

/** The trace of a request reads like this. White space around lines does not count. */
export function checkTrace(source: string, request: TraceRequest, expected: string): void {
  assert.equal(renderTrace(traceOf(source, request)), trimLines(expected));
}

/** `proxy port: virtual host [route] -> cluster, TLS -> port`, then `= verdict`, then `~ assumption`. */
export function renderTrace(result: Trace): string {
  const end = [
    `= ${result.verdict}`,
    result.status === undefined ? "" : String(result.status),
    `(${result.end?.code ?? ""})`,
    result.viaEgressGateway ? "via egress gateway" : "",
    result.leavesMeshAs === undefined ? "" : `leaves as ${result.leavesMeshAs}`,
  ];
  const assumptions = result.assumptions.map(({ code, args }) =>
    ["~", code, ...Object.values(args).map(String)].join(" "),
  );
  return [...result.hops.map(renderHop), end.filter((part) => part !== "").join(" "), ...assumptions].join("\n");
}

function renderHop(hop: Hop): string {
  const { tls } = hop;
  if (hop.proxy === "external") return `external ${hop.name}:${hop.port}`;
  const names = tls?.verifiesNames.join(",") ?? "";
  const dropped = tls?.dropped === undefined ? "" : ` dropped:${tls.dropped}`;
  return [
    `${hop.proxy} ${hop.name}:${hop.port}`,
    ...(hop.virtualHost === undefined ? [] : [hop.virtualHost]),
    ...(hop.route === undefined ? [] : [`[${hop.route}]`]),
    ...(hop.cluster === undefined ? [] : [hop.cluster]),
    ...(tls === undefined
      ? []
      : [
          `${tls.mode}${tls.sni === undefined ? "" : ` sni=${tls.sni}`}${names === "" ? "" : ` names=${names}`}${dropped}`,
        ]),
    ...(hop.upstream === undefined ? [] : [`to ${hop.upstream.port}`]),
  ].join(" | ");
}

function trimLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}
