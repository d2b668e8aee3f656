// What a resource declares and mentions, as keys. Two things hang on them: finding resources, and knowing which derived facts a change makes
// stale. Everything a query can ask for must be a key here.
import type { Gateway } from "../model/gateway";
import type { Resource, ResourceType } from "../model/lower";
import { hostInUrl } from "../model/values";
import { protocolClass, type ProtocolClass, serviceProtocol } from "../model/protocol-class";
import { routesOf } from "../model/virtual-service";
import { gatewayNames, qualifyHost, serviceHost } from "./names";

/** All resources of a type. */
export const typeKey = (type: ResourceType): string => `type:${type}`;
/** Resources of a type by namespace and name. */
export const nameKey = (type: ResourceType, namespace: string, name: string): string =>
  `name:${type}/${namespace}/${name}`;
/** Resources of a type by name in whatever namespace. */
export const bareNameKey = (type: ResourceType, name: string): string => `bare:${type}/${name}`;
/** Resources of a type that concern a host: declared by a ServiceEntry or Service, named by a DestinationRule or VirtualService. */
export const hostKey = (type: ResourceType, host: string): string => `host:${type}/${host}`;
/** VirtualServices bound to a gateway (`namespace/name` or `mesh`). */
export const boundKey = (gateway: string): string => `bound:${gateway}`;
/** VirtualServices that route to a host. */
export const destinationKey = (host: string): string => `to:${host}`;
/** Resources of a type whose text is in doubt (templates, placeholders, broken YAML). */
export const uncertainKey = (type: ResourceType): string => `uncertain:${type}`;

/** Resources of a type in one namespace; only for types that are asked for this way. */
export const namespaceKey = (type: NamespacedType, namespace: string): string => `in:${type}/${namespace}`;
/** Gateways by the first label of their selector, `key=value`; the empty text for Gateways that select every workload. */
export const selectorKey = (label: string): string => `selector:${label}`;
/** ServiceEntries and Services with a port of a protocol class. */
export const portKey = (type: "ServiceEntry" | "Service", port: number, protocol: ProtocolClass): string =>
  `port:${type}/${port}/${protocol}`;

/** ExternalName Services that stand for a host. */
export const aliasKey = (host: string): string => `alias:Service/${host}`;

/** All kustomizations: they decide which files hold patches, whose resources are filed under no other key. */
export const PATCHES_KEY = "patches";

/** The key that all resources of one identity share; nothing for a resource without a name. */
export function identityOf(resource: Resource): string | undefined {
  return resource.name === undefined ? undefined : nameKey(resource.type, resource.namespace, resource.name.value);
}

/** Whether a file holds patches of a kustomization. */
export const patchKey = (uri: string): string => `patch:${uri}`;

/** Types that are asked for by namespace. */
export type NamespacedType = "ServiceEntry" | "VirtualService" | "Sidecar" | "Service" | "Workload" | "WorkloadEntry";

/** The keys of one resource; depends on the resource and the cluster domain alone. */
export function keysOf(resource: Resource, clusterDomain: string): readonly string[] {
  const keys = new Set<string>([typeKey(resource.type)]);
  const name = resource.name?.value;
  if (name !== undefined) {
    keys.add(nameKey(resource.type, resource.namespace, name));
    keys.add(bareNameKey(resource.type, name));
  }
  if (resource.uncertain) keys.add(uncertainKey(resource.type));
  switch (resource.type) {
    case "ServiceEntry":
      keys.add(namespaceKey("ServiceEntry", resource.namespace));
      for (const host of resource.hosts) {
        for (const name of meantHosts(host.value)) keys.add(hostKey("ServiceEntry", name.toLowerCase()));
      }
      for (const { number, protocol } of resource.ports) {
        if (number !== undefined) keys.add(portKey("ServiceEntry", number.value, protocolClass(protocol?.value)));
      }
      break;
    case "Kustomization":
      keys.add(PATCHES_KEY);
      break;
    case "Sidecar":
    case "Workload":
    case "WorkloadEntry":
      keys.add(namespaceKey(resource.type, resource.namespace));
      break;
    case "Service":
      keys.add(namespaceKey("Service", resource.namespace));
      if (resource.serviceType === "ExternalName" && resource.externalName !== undefined)
        keys.add(aliasKey(resource.externalName.value.toLowerCase()));
      for (const port of resource.ports) {
        if (port.number === undefined) continue;
        keys.add(portKey("Service", port.number.value, protocolClass(serviceProtocol(port))));
      }
      if (name !== undefined) keys.add(hostKey("Service", serviceHost(name, resource.namespace, clusterDomain)));
      break;
    case "DestinationRule":
      if (resource.host !== undefined) {
        for (const name of meantHosts(resource.host.value))
          keys.add(hostKey("DestinationRule", qualifyHost(name, resource.namespace, clusterDomain)));
      }
      break;
    case "VirtualService": {
      keys.add(namespaceKey("VirtualService", resource.namespace));
      for (const host of resource.hosts)
        keys.add(hostKey("VirtualService", qualifyHost(host.value, resource.namespace, clusterDomain)));
      for (const gateway of gatewayNames(resource)) keys.add(boundKey(gateway));
      for (const route of routesOf(resource)) {
        for (const { destination } of route.destinations) {
          if (destination?.host !== undefined) {
            keys.add(destinationKey(qualifyHost(destination.host.value, resource.namespace, clusterDomain)));
          }
        }
      }
      break;
    }
    case "Gateway":
      keys.add(selectorKey(firstLabel(resource.selector)));
      for (const server of resource.servers) {
        for (const host of server.hosts)
          keys.add(hostKey("Gateway", host.value.slice(host.value.indexOf("/") + 1).toLowerCase()));
      }
      break;
    default:
      break;
  }
  return [...keys];
}

function firstLabel(selector: Gateway["selector"]): string {
  const first = selector[0];
  return first === undefined ? "" : `${first.key.value}=${first.value.value}`;
}

/** A host as written and, where somebody wrote a URL, the host in it: so that one mistake is not told again wherever the host is looked up. */
function meantHosts(written: string): readonly string[] {
  const host = hostInUrl(written);
  return host === undefined ? [written] : [written, host];
}
