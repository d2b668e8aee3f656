// What taking a rule means: the proxy answers itself, or the request goes on to the rule's destination, perhaps under another Host header.
import type { DocumentSpan } from "../model/resource";
import type { Destination } from "../model/virtual-service";
import { qualifyHost } from "../workspace/names";
import { heaviest, routeName, type RouteEntry } from "./routes";
import { decided, type Draft, type End, ended, type State } from "./state";
import type { Branch, StageName, TakenRoute } from "./trace";

/** Takes a rule. `defaultPort` tells the port of a destination that names none. */
export function takeEntry(
  state: State,
  stage: StageName,
  entry: RouteEntry,
  options: { readonly draft: Partial<Draft>; readonly defaultPort: (host: string) => number },
): State | End {
  const { virtualService, route, matchPosition } = entry;
  const { destination, isShared } = followed(state, entry);
  const taken: TakenRoute = { virtualService, route, matchPosition, destination };
  const draft = { ...options.draft, route: routeName(entry), taken };
  const because = entryPlaces(entry);
  const args = { rule: routeName(entry) };
  if (route.redirect !== undefined) {
    const place = { document: virtualService.document, span: route.redirect.keySpan };
    return ended(state, "ok", { stage, code: "redirected", args, because: [place, ...because] }, draft, 301);
  }
  if (route.directResponse !== undefined) {
    const status = route.directResponse.status?.value ?? 200;
    const place = { document: virtualService.document, span: route.directResponse.keySpan };
    return ended(state, "ok", { stage, code: "answered-by-proxy", args, because: [place, ...because] }, draft, status);
  }
  if (destination?.host === undefined) {
    return ended(state, "no-route", { stage, code: "rule-without-destination", args, because }, draft);
  }
  if (isShared) state.notes.assume("weights");
  const host = qualifyHost(destination.host.value, virtualService.namespace, state.mesh.clusterDomain);
  const port = destination.port?.value ?? options.defaultPort(host);
  const rewritten = route.rewriteAuthority?.value.toLowerCase().replace(/:\d+$/, "");
  const authority = rewritten ?? state.request.authority;
  const places = [
    { document: virtualService.document, span: destination.port?.span ?? destination.host.span },
    { document: virtualService.document, span: destination.host.span },
  ];
  return decided(
    state,
    { stage, code: "rule-taken", args: { ...args, host, port }, because: [...places, ...because] },
    {
      next: "cluster",
      request: {
        ...state.request,
        authority,
        hostHeader: rewritten ?? state.request.hostHeader,
        path: pathBehind(entry, state.request.path),
      },
      aim: {
        host,
        port,
        subset: destination.subset?.value,
        isPortWritten: destination.port !== undefined,
        service: undefined,
        because: places,
      },
    },
    draft,
  );
}

/** The destination that the question names, else the one with the largest share. */
function followed(
  state: State,
  { virtualService, route }: RouteEntry,
): { readonly destination: Destination | undefined; readonly isShared: boolean } {
  const { branch } = state;
  const asked = route.destinations.find(
    ({ destination }) =>
      destination?.host !== undefined &&
      branch !== undefined &&
      isBranch(branchOf(destination, virtualService.namespace, state.mesh.clusterDomain), branch),
  );
  return asked === undefined ? heaviest(route) : { destination: asked.destination, isShared: false };
}

/** What tells a destination from the others of its rule. */
export function branchOf(destination: Destination, namespace: string, clusterDomain: string): Branch {
  const { port, subset } = destination;
  return {
    host: qualifyHost(destination.host?.value ?? "", namespace, clusterDomain),
    ...(port === undefined ? {} : { port: port.value }),
    ...(subset === undefined ? {} : { subset: subset.value }),
  };
}

function isBranch(a: Branch, b: Branch): boolean {
  return a.host === b.host && a.port === b.port && a.subset === b.subset;
}

/** The path that goes on: a rewrite takes the place of the prefix that was matched, or of the whole path where no prefix was asked for. */
function pathBehind({ route, match, outer }: RouteEntry, path: string): string {
  const rewrite = route.rewriteUri?.value;
  if (rewrite === undefined || rewrite === "") return path;
  const uri = match?.uri ?? outer?.uri;
  const whole = path.split("?", 1)[0] ?? "";
  const length = uri === undefined ? 1 : uri.kind === "prefix" ? uri.value.length : whole.length;
  return rewrite + path.slice(length);
}

/** The texts of an entry: its match, or the rule as a whole. */
export function entryPlaces(entry: RouteEntry): readonly DocumentSpan[] {
  const { document } = entry.virtualService;
  return [{ document, span: entry.match?.span ?? entry.route.name?.span ?? entry.route.span }];
}
