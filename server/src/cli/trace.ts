// `trace`: a question from the words of the command line, and the answer in its JSON form. Knows no terminal and no file system.
import {
  assumptionSentences,
  decidingPlaces,
  type Locale,
  type Question,
  type Snapshot,
  type Target,
  type Trace,
  viewOf,
} from "../service/index";
import { jsonText } from "./formats";

/** Who sends the request: `namespace` or `namespace/workload`. */
export interface Sender {
  readonly namespace: string;
  readonly workload: string | undefined;
}

/** The sender that `--from` names; nothing when a part of it is empty or there are too many. */
export function senderOf(from: string): Sender | undefined {
  const [namespace = "", workload, ...more] = from.split("/");
  if (namespace.trim() === "" || workload?.trim() === "" || more.length > 0) return undefined;
  return { namespace, workload };
}

/** Labels as `--labels` takes them, `app=sleep,version=v1`; nothing when a part of the text is none. */
export function labelsOf(text: string): Readonly<Record<string, string>> | undefined {
  const pairs = text.split(",").map((pair) => /^([^=\s]+)=([^=\s]*)$/.exec(pair.trim()));
  if (pairs.some((pair) => pair === null)) return undefined;
  return Object.fromEntries(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? "", pair[2] ?? ""]])));
}

/** The question, with the labels that are given, else those of the files; and whether the files have the sender's workload: its labels come from its pod template. */
export function questionFrom(
  snapshot: Snapshot,
  sender: Sender,
  target: Target,
  given?: Readonly<Record<string, string>>,
): { readonly question: Question; readonly isKnown: boolean } {
  const { namespace, workload: name } = sender;
  const workload = name === undefined ? undefined : viewOf(snapshot, "").named("Workload", namespace, name)[0];
  const question = { from: { namespace, labels: given ?? workload?.podLabels ?? {} }, target };
  return { question, isKnown: name === undefined || workload !== undefined || given !== undefined };
}

/** The contract of `trace --format json`; `nameOf` gives the name to show for a uri. */
export function jsonTrace(snapshot: Snapshot, trace: Trace, locale: Locale, nameOf: (uri: string) => string): string {
  const hops = trace.hops.map((hop) => ({
    proxy: hop.proxy,
    namespace: hop.namespace,
    name: hop.name,
    port: hop.port,
    listener: hop.listener ?? null,
    virtualHost: hop.virtualHost ?? null,
    route: hop.route ?? null,
    cluster: hop.cluster ?? null,
    tls: hop.tls === undefined ? null : { mode: hop.tls.mode, sni: hop.tls.sni ?? null },
    because: decidingPlaces(snapshot, hop.because).map(({ uri, range }) => ({ file: nameOf(uri), range })),
  }));
  const { verdict, status, viaEgressGateway, leavesMeshAs } = trace;
  return jsonText({
    verdict,
    status: status ?? null,
    viaEgressGateway,
    leavesMeshAs: leavesMeshAs ?? null,
    hops,
    assumptions: assumptionSentences(trace, locale),
  });
}
