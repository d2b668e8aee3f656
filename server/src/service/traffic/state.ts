// What the stages of a trace hand to each other: the proxy that works, the request as it arrives there, and the hop in the making. A stage takes
// a state and returns the next one, or the end of the path.
import { type DocumentSpan, fullName, type ResourceBase } from "../model/resource";
import { createdAt } from "../workspace/visibility";
import type { ResourceType } from "../model/lower";
import type { EgressProxy } from "../model/sidecar";
import type { WorkspaceView } from "../workspace/view";
import { type AssumptionCode, assumptionKinds } from "./assumptions";
import type { EgressScope } from "./egress-scope";
import type { GatewayWorkload } from "./gateways";
import type { MeshFacts, OutboundMode } from "./mesh";
import type { RegistryScope, RegistryService } from "./registry";
import type { HttpRequest, OnDoubt, RouteEntry, SniEntry } from "./routes";
import type { TlsLayer } from "./tls";
import type { Assumption, Branch, Hop, StageName, Step, Target, Verdict } from "./trace";
import type { TableOwner, VirtualHost } from "./virtual-hosts";

/** The proxy that works on the request. */
export interface Proxy {
  readonly kind: "sidecar" | "gateway";
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What a sidecar imports, listener by listener; gateways see everything that is exported to them. */
  readonly egress: EgressScope;
  /** What the route tables of the connection's port know. */
  readonly scope: RegistryScope;
  readonly outbound: {
    readonly mode: OutboundMode;
    readonly isKnown: boolean;
    readonly because: readonly DocumentSpan[];
    /** Where a Sidecar sends what it does not know, instead of where the client wants to go. */
    readonly egressProxy?: EgressProxy | undefined;
  };
  readonly workload: GatewayWorkload | undefined;
}

/** The egress of a proxy before its Sidecar is looked for, and of every gateway. */
export const NO_EGRESS: EgressScope = { sidecar: undefined, listeners: [], id: "", forOthers: undefined };

/** What takes the connection at a sidecar. */
export type Listening =
  | { readonly kind: "http"; readonly table: readonly VirtualHost[]; readonly only: RegistryService | undefined }
  | {
      readonly kind: "tls" | "tcp";
      readonly service: RegistryService;
      /** The rule whose server names made the filter chain. */
      readonly entry: SniEntry | undefined;
      /** What the listener imports. */
      readonly scope: RegistryScope;
    };

/** Where the request is sent next. */
export interface Aim {
  readonly host: string;
  readonly port: number;
  readonly subset: string | undefined;
  /** Whether the port is written; otherwise it follows from the service or the listener. */
  readonly isPortWritten: boolean;
  /** The service, where routing already knows it. */
  readonly service: RegistryService | undefined;
  readonly because: readonly DocumentSpan[];
}

/** The parts of a hop that are known so far. */
export type Draft = Partial<Omit<Hop, "steps" | "because">> & { readonly steps: readonly Step[] };

/** The state between two stages. */
export interface State {
  readonly view: WorkspaceView;
  readonly mesh: MeshFacts;
  readonly target: Target;
  /** Which destination to follow where a rule splits its traffic. */
  readonly branch: Branch | undefined;
  readonly notes: Notes;
  readonly next: StageName;
  readonly proxy: Proxy;
  /** The port that the connection arrives at. */
  readonly port: number;
  readonly address: string | undefined;
  /** Whether the innermost bytes are an HTTP request. */
  readonly isHttp: boolean;
  /** Whether this proxy reads them as one; otherwise it forwards bytes. */
  readonly readsHttp: boolean;
  /** TLS around the request, the outermost last. */
  readonly layers: readonly TlsLayer[];
  readonly request: HttpRequest;
  readonly listening: Listening | undefined;
  /** The rule that a gateway's filter chain belongs to, when the chain was made from one. */
  readonly entry: RouteEntry | undefined;
  readonly aim: Aim | undefined;
  /** The gateway behind the aim, when it is one. */
  readonly gatewayAhead: GatewayWorkload | undefined;
  /** The port of its pods, where an endpoint's address led there and not its own Service. */
  readonly landingPort: number | undefined;
  readonly draft: Draft;
  readonly hops: readonly Hop[];
}

/** The path's end. */
export interface End {
  readonly verdict: Verdict;
  readonly step: Step;
  /** Set where the verdict alone does not tell. */
  readonly status?: number;
  readonly state: State;
}

/** A stage. */
export type Stage = (state: State) => State | End;

/** Whether a stage's result is the end. */
export function isEnd(result: State | End): result is End {
  return "verdict" in result;
}

/** The state after a decision: it joins the hop's steps, with the changes it brings. */
export function decided(
  state: State,
  step: Step,
  changes: Partial<Omit<State, "draft">>,
  draft: Partial<Draft> = {},
): State {
  state.notes.settle(step);
  return { ...state, ...changes, draft: { ...state.draft, ...draft, steps: [...state.draft.steps, step] } };
}

/** The end with a decision. */
export function ended(state: State, verdict: Verdict, step: Step, draft: Partial<Draft> = {}, status?: number): End {
  state.notes.settle(step);
  const last = { ...state, draft: { ...state.draft, ...draft, steps: [...state.draft.steps, step] } };
  return status === undefined ? { verdict, step, state: last } : { verdict, step, status, state: last };
}

/** An end that hangs on something being absent: unknown while a resource of that type may hide in a template or broken file. */
export function endedByAbsence(
  state: State,
  types: readonly ResourceType[],
  verdict: Verdict,
  step: Step,
  draft: Partial<Draft> = {},
): End {
  const hidden = types.filter((type) => state.view.isUncertain(type));
  for (const type of hidden) state.notes.assume("text-in-doubt", { type });
  return ended(state, hidden.length > 0 ? "unknown" : verdict, step, draft);
}

/** Notes that the older of two resources counts, when no creation time tells which one that is. */
export function noteOrder(state: State, first: ResourceBase, second: ResourceBase): void {
  if (createdAt(first) !== "" && createdAt(second) !== "") return;
  state.notes.assume("order-by-name", { first: fullName(first), second: fullName(second) });
}

/** A proxy with its labels, as the makers of route tables want it. */
export function tableOwner(state: State): TableOwner {
  return { scope: state.proxy.scope, labels: state.proxy.labels, onDoubt: state.notes.onDoubt };
}

/** Collects assumptions without repeating one; what is noted belongs to the next decision. */
export class Notes {
  private readonly settled: Assumption[] = [];
  private pending: Pick<Assumption, "code" | "args">[] = [];

  /** Notes an assumption. */
  assume(code: AssumptionCode, args: Assumption["args"] = {}): void {
    const isKnown = [...this.settled, ...this.pending].some(
      (known) => known.code === code && isSameArgs(known.args, args),
    );
    if (!isKnown) this.pending.push({ code, args });
  }

  /** Gives a decision the assumptions that were noted since the one before it. */
  settle(step: Step): void {
    for (const { code, args } of this.pending) this.settled.push({ code, kind: assumptionKinds[code], args, step });
    this.pending = [];
  }

  /** For route matching, see OnDoubt. */
  readonly onDoubt: OnDoubt = (code, subject) => {
    this.assume(code, code === "delegate-not-seen" ? { name: subject } : { pattern: subject });
  };

  /** Everything that a decision needed, in the order of the decisions. */
  all(): readonly Assumption[] {
    return [...this.settled];
  }
}

function isSameArgs(a: Assumption["args"], b: Assumption["args"]): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
