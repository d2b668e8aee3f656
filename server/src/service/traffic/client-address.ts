// The address that a client connects to for a host, as its DNS answers: a Service's own, the one that a ServiceEntry names, or one outside the mesh
// that nothing here knows.
import { covers } from "../workspace/names";
import { firstAddress, readRange } from "./addresses";
import { assumedService } from "./assumed-service";
import { ownAddress } from "./port-listeners";
import { declarationsOf, hostForms } from "./registry";
import type { State } from "./state";

/** The address, or the word that stands for it (see ownAddress); nothing for one outside that no file names. */
export function clientAddress(state: State): string | undefined {
  const { address, target } = state;
  return address ?? addressOf(state, target.host, true);
}

function addressOf(state: State, host: string, followsAlias: boolean): string | undefined {
  const { view, mesh, proxy } = state;
  for (const form of hostForms(host, proxy.namespace, mesh)) {
    for (const service of declarationsOf(view, form)) {
      if (service.kind !== "Service") continue;
      if (service.aliasOf !== undefined) return followsAlias ? addressOf(state, service.aliasOf, false) : undefined;
      if (!service.isExternal) return ownAddress(service);
    }
    const assumed = assumedService(view, form);
    if (assumed?.kind === "gateway") return ownAddress(assumed);
  }
  for (const entry of view.covering("ServiceEntry", host)) {
    const [first] = entry.addresses;
    const isMeant = entry.hosts.some((name) => covers(name.value.toLowerCase(), host));
    const range = first === undefined || !isMeant ? undefined : readRange(first.value);
    if (range !== undefined) return firstAddress(range);
  }
  const allocated = declarationsOf(view, host).find((service) => service.hasOwnAddress);
  return allocated === undefined ? undefined : ownAddress(allocated);
}
