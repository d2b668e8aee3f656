// ServiceEntries that declare one host and port in ways that cannot both hold. istiod keeps one of the declarations and drops the other without
// a word; which one depends on their age. Follows istiod: model/sidecar.go (appendSidecarServices).
import { protocolClass } from "../model/protocol-class";
import type { ServiceEntry, ServiceEntryPort } from "../model/service-entry";
import { mayMeet } from "../workspace/neighbourhood";
import { type Exported, isSeenTogether } from "../workspace/visibility";
import type { WorkspaceView } from "../workspace/view";
import { meshFacts } from "./mesh";

/** Another ServiceEntry with the host and port of this one. */
export interface RivalPort {
  readonly host: string;
  readonly entry: ServiceEntry;
  readonly port: ServiceEntryPort;
  readonly other: ServiceEntry;
  readonly otherPort: ServiceEntryPort;
}

/** Every port of other ServiceEntries that meets one of this ServiceEntry: same host and number, seen together by some namespace. */
export function rivalPorts(view: WorkspaceView, entry: ServiceEntry): readonly RivalPort[] {
  return entry.hosts.flatMap((host) =>
    view
      .forHost("ServiceEntry", host.value.toLowerCase())
      .filter(
        (other) =>
          !other.uncertain && mayMeet(entry, other) && isSeenTogether(exported(view, entry), exported(view, other)),
      )
      .flatMap((other) =>
        entry.ports.flatMap((port) => {
          const otherPort = other.ports.find(
            (candidate) => candidate.number !== undefined && candidate.number.value === port.number?.value,
          );
          return otherPort === undefined ? [] : [{ host: host.value, entry, port, other, otherPort }];
        }),
      ),
  );
}

/**
 * Whether two ports of one number declare protocols that proxies treat differently: TLS and HTTPS are one to them (protocol/instance.go, IsTLS), HTTP
 * and HTTP2 are read alike but spoken differently to the server.
 */
export function hasOtherProtocol(port: ServiceEntryPort, other: ServiceEntryPort): boolean {
  const [one, two] = [port.protocol?.value, other.protocol?.value];
  const kind = protocolClass(one);
  if (kind !== protocolClass(two)) return true;
  return kind !== "tls" && (one ?? "").toLowerCase() !== (two ?? "").toLowerCase();
}

function exported(view: WorkspaceView, entry: ServiceEntry): Exported {
  const { namespace, exportTo } = entry;
  return exportTo.length === 0
    ? { namespace, exportTo: meshFacts(view).serviceExportTo }
    : { namespace, exportTo: exportTo.map((item) => item.value) };
}
