// The small phrases that the facts of a hover are made of: resources, ports, servers and connections by their names, in one language or in both.
import type { Locale, LocalizedText, TextArgs } from "../base/localized-text";
import type { GatewayServer } from "../model/gateway";
import { fullName, type ResourceBase } from "../model/resource";
import type { RegistryPort } from "../traffic/registry";
import { code, literal } from "../words/markup";
import { say } from "../words/words";

/** One sentence, said when the language is known. */
export type Fact = (locale: Locale) => string;

/** A sentence whose arguments are the same in every language. */
export function fact(text: LocalizedText, args: TextArgs): Fact {
  return (locale) => say(text, locale, args);
}

/** A resource by kind and name: ServiceEntry `default/yahoo-ext`. */
export function named(resource: ResourceBase): string {
  return `${resource.kind.value} ${code(fullName(resource))}`;
}

/** A port of a service: 443 `https` (HTTPS). */
export function portWords(port: RegistryPort): string {
  const name = port.name === undefined ? "" : ` ${code(port.name)}`;
  const protocol = port.protocol === undefined ? "" : ` (${literal(port.protocol)})`;
  return `${port.number}${name}${protocol}`;
}

/** A server of a Gateway: 80 (HTTP) `finance.yahoo.com`. */
export function serverWords(server: GatewayServer): string {
  const mode = server.tls?.mode?.value;
  const protocol = [server.protocol?.value, mode]
    .flatMap((word) => (word === undefined ? [] : literal(word)))
    .join(", ");
  const hosts = server.hosts.slice(0, 3).map((host) => code(host.value));
  return `${server.number?.value ?? "?"} (${protocol}) ${hosts.join(", ")}`.trim();
}
