// What people usually write where the workspace has nothing to offer: names that follow the host, the ports of HTTP and TLS, a Secret's name.
import { objectList } from "../../model/field";
import { protocolClass } from "../../model/protocol-class";
import { hostProblem } from "../../model/values";
import { nameOfHost } from "../../scaffold/parameters";
import { entryOf } from "../../syntax/yaml-node";
import { isWildcard } from "../../workspace/names";
import { type Candidate, same } from "./candidate";
import { type CompletionContext, ownNode, ownText, ownTexts } from "./context";
import { defineFact } from "../../workspace/facts";
import { sameData } from "../../workspace/same-data";
import type { WorkspaceView } from "../../workspace/view";

const FOLLOWS_HOST = { en: "follows the host {host}", ko: "{host} 호스트에서 따온 이름" };
const USUAL_SECRET = { en: "a name for a Secret that no file here has yet", ko: "아직 파일에 없는 Secret의 이름" };

/** Behind a name's host: what tells the kinds of one set apart, as in the scaffolds. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  ServiceEntry: ["", "-ext"],
  Gateway: ["-egress"],
  DestinationRule: ["-tls", ""],
  VirtualService: ["", "-through-egress"],
};

const PORTS = [
  { value: 80, protocol: "HTTP", name: "http" },
  { value: 443, protocol: "HTTPS", name: "https" },
  { value: 8443, protocol: "HTTPS", name: "https" },
] as const;

const namedHosts = defineFact(
  "hosts that resources speak of",
  (view: WorkspaceView) =>
    [...view.all("ServiceEntry"), ...view.all("VirtualService")]
      .flatMap((resource) => resource.hosts.map(({ value }) => value))
      .filter(isNaming),
  { equals: sameData },
);

/** Names for the resource being typed: made of its own host, else of hosts that other resources of the workspace speak of. */
export function resourceNames(cx: CompletionContext): readonly Candidate[] {
  const { kind, namespace } = cx.resource;
  if (kind === undefined) return [];
  const own = [...ownTexts(cx, ["spec", "hosts"]), ...[ownText(cx, ["spec", "host"]) ?? []].flat()].filter(isNaming);
  const seen = cx.view.get(namedHosts, undefined);
  const hosts = own.length > 0 ? own : [...new Set(seen)];
  return hosts.flatMap((host, position) =>
    (ENDINGS[kind] ?? [""]).flatMap((ending): Candidate[] => {
      const value = `${nameOfHost(host)}${ending}`;
      const isTaken = cx.view.named(kind, namespace, value).length > 0;
      return isTaken ? [] : [{ value, rank: Math.min(position, 8), about: FOLLOWS_HOST, args: { host } }];
    }),
  );
}

/** Port numbers with the protocol that is spoken there; with a protocol written beside, only those that fit it. */
export function usualPorts(cx: CompletionContext): readonly Candidate[] {
  const written = ownText(cx, [...cx.path.slice(0, -1), "protocol"]);
  const kind = written === undefined ? undefined : protocolClass(written);
  return PORTS.filter(({ protocol }) => kind === undefined || protocolClass(protocol) === kind).map(
    ({ value, protocol }, rank) => ({ value, rank, about: same(protocol) }),
  );
}

/** Names for a port of a ServiceEntry: those that its endpoints use, else as for any port. */
export function entryPortNames(cx: CompletionContext): readonly Candidate[] {
  const ports = objectList(ownNode(cx, ["spec"]), "endpoints", (endpoint) => entryOf(endpoint, "ports")?.value);
  const used = ports.flatMap((node) => (node?.kind === "mapping" ? node.entries.map(({ key }) => key.source) : []));
  if (used.length === 0) return portNames(cx);
  return [...new Set(used)].map((value, rank) => ({ value, rank }));
}

/** Names for a port: the protocol's own, by the number and protocol written beside. */
export function portNames(cx: CompletionContext): readonly Candidate[] {
  const beside = cx.path.slice(0, -1);
  const number = ownText(cx, [...beside, "number"]);
  const protocol = ownText(cx, [...beside, "protocol"])?.toLowerCase();
  const usual = protocol ?? PORTS.find(({ value }) => String(value) === number)?.name;
  const names = usual === undefined ? ["http", "https", "tls", "tcp"] : [usual, `${usual}-${number ?? "port"}`];
  return names.map((value, rank) => ({ value, rank }));
}

/** A Secret's name, made of the host that the certificate is shown to. */
export function usualSecrets(cx: CompletionContext): readonly Candidate[] {
  const host = [ownText(cx, ["spec", "host"]) ?? []].flat().find(isNaming);
  const value = host === undefined ? "client-credential" : `${nameOfHost(host)}-credential`;
  return [{ value, rank: 8, about: USUAL_SECRET }];
}

function isNaming(host: string): boolean {
  return host.includes(".") && hostProblem(host) === undefined && (!isWildcard(host) || host.startsWith("*."));
}
