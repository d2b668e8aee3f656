// `trace`: a question from the words of the command line, and the answer in its JSON form. Knows no terminal and no file system.
import {
  assumptionSentences,
  decidingPlaces,
  type Locale,
  type Question,
  type Snapshot,
  type Target,
  type Trace,
} from "../service/index";

/** Who asks: `namespace` or `namespace/workload`. A workload's labels come from its pod template, when the files have it. */
export function questionFrom(snapshot: Snapshot, from: string, target: Target): Question {
  const [namespace = "", name] = from.split("/");
  const workload = name === undefined ? undefined : snapshot.view("").named("Workload", namespace, name)[0];
  return { from: { namespace, labels: workload?.podLabels ?? {} }, target };
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
  return `${JSON.stringify(
    {
      verdict,
      status: status ?? null,
      viaEgressGateway,
      leavesMeshAs: leavesMeshAs ?? null,
      hops,
      assumptions: assumptionSentences(trace, locale),
    },
    null,
    2,
  )}\n`;
}
