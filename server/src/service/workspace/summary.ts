// What a resource declares and mentions, as keys. Two things hang on them: finding resources, and knowing which derived facts a change makes
// stale. Everything a query can ask for must be a key here.
import type { Resource, ResourceType } from "../model/lower";
import { routesOf } from "../model/virtual-service";
import { MESH_GATEWAY, qualifyGateway, qualifyHost, serviceHost } from "./names";

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
      for (const host of resource.hosts) keys.add(hostKey("ServiceEntry", host.value.toLowerCase()));
      break;
    case "Service":
      if (name !== undefined) keys.add(hostKey("Service", serviceHost(name, resource.namespace, clusterDomain)));
      break;
    case "DestinationRule":
      if (resource.host !== undefined) {
        keys.add(hostKey("DestinationRule", qualifyHost(resource.host.value, resource.namespace, clusterDomain)));
      }
      break;
    case "VirtualService": {
      for (const host of resource.hosts)
        keys.add(hostKey("VirtualService", qualifyHost(host.value, resource.namespace, clusterDomain)));
      const gateways =
        resource.gatewaysField === undefined ? [MESH_GATEWAY] : resource.gateways.map((gateway) => gateway.value);
      for (const gateway of gateways) keys.add(boundKey(qualifyGateway(gateway, resource.namespace)));
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
