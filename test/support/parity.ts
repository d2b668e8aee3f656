// Holds what rules say of a set against what becomes of its requests. The requests are those that the set raises, and those that it raised before a
// change: what the author meant.
import { DEFAULT_SETTINGS, Snapshot, type Settings, trace, type Trace, viewOf } from "../../server/src/service/index";
import { OTHER_NAMESPACE, surroundingsOf } from "../../server/src/service/traffic/clients";
import { gatewayBehind } from "../../server/src/service/traffic/gateways";
import { tracesOf, type WitnessTrace } from "../../server/src/service/traffic/paths";

const URI = "file:///set.yaml";

/** A set with its requests followed: `paths` those for hosts that it declares, `all` the others too. */
export interface FollowedSet {
  readonly snapshot: Snapshot;
  readonly all: readonly WitnessTrace[];
  readonly paths: readonly WitnessTrace[];
}

/** Follows the requests that a set raises for the hosts that it declares, of clients that it evidently means. */
export function followed(
  files: readonly { readonly uri: string; readonly text: string }[],
  settings: Partial<Settings> = {},
): FollowedSet {
  const snapshot = Snapshot.empty({ ...DEFAULT_SETTINGS, ...settings }).apply(files);
  const view = viewOf(snapshot, files[0]?.uri ?? URI);
  const sources = [...view.all("ServiceEntry"), ...view.all("VirtualService")].filter((source) => !source.uncertain);
  const all = sources.flatMap((source) => tracesOf(view, source)).filter(({ standing }) => standing !== "stray");
  const paths = all.filter(
    ({ question }) =>
      surroundingsOf(view, question.target.host).services.some(({ kind }) => kind === "ServiceEntry") &&
      // A gateway under its own name is for those who call it from outside.
      gatewayBehind(view, question.target.host) === undefined,
  );
  return { snapshot, all, paths };
}

/** The same for a set of one text. */
export function ofText(text: string, settings: Partial<Settings> = {}): FollowedSet {
  return followed([{ uri: URI, text }], settings);
}

/** Whether a path ends in a failure that is sure to be one. */
export function fails(result: Trace): boolean {
  return result.verdict !== "ok" && result.verdict !== "unknown";
}

/** What a change did to the requests that the set raised before: those that fail, or leave in plain text or past the gateway, though they did not. */
export function broken(before: FollowedSet, after: Snapshot): readonly string[] {
  const view = viewOf(after, URI);
  return before.paths
    .filter(
      ({ standing, trace: was }) =>
        standing === "caller" && was.verdict === "ok" && was.question.from.namespace !== OTHER_NAMESPACE,
    )
    .flatMap(({ question, trace: was }) => {
      const now = trace(question, view);
      const what = damage(was, now);
      return what === undefined
        ? []
        : [`${question.target.scheme}://${question.target.host}:${question.target.port} ${what}`];
    });
}

function damage(was: Trace, now: Trace): string | undefined {
  if (fails(now)) return `${now.verdict} (${now.end?.code ?? ""})`;
  if (now.verdict === "unknown") return undefined;
  if (was.leavesMeshAs !== undefined && was.leavesMeshAs !== "plain" && now.leavesMeshAs === "plain") return "lost TLS";
  if (was.viaEgressGateway && !now.viaEgressGateway) return "bypass";
  return undefined;
}
