// Which servers of a gateway's pods did not take a connection, and why: those istiod leaves out, those on other ports, those for other names.
import { covers } from "../workspace/names";
import type { MergedGateway } from "./gateways";
import type { PassedServer } from "./trace";

/** The servers that did not take a connection to a port, the nearest misses first; `name` is the host or server name that was asked for. */
export function passedServers(merged: MergedGateway, port: number, name: string | undefined): readonly PassedServer[] {
  const dropped: PassedServer[] = [];
  const elsewhere: PassedServer[] = [];
  for (const { gateway, server, port: own, reason, because } of merged.dropped) {
    if (own === port) dropped.push({ gateway, server, port: own, reason, because });
  }
  for (const [other, servers] of merged.byPort) {
    for (const { gateway, server, hosts } of servers) {
      if (other !== port) {
        elsewhere.push({ gateway, server, port: other, reason: "other-port", because: undefined });
      } else if (name === undefined || !hosts.some((host) => covers(host, name))) {
        dropped.push({ gateway, server, port: other, reason: "other-name", because: undefined });
      }
    }
  }
  return [...dropped, ...elsewhere];
}
