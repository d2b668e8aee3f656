// The words about every message, field and enum value of the API, in English and Korean: data in docs/, looked up here by key. Keys are those
// of structure.ts: `Message`, `Message.field`, `Message.field=VALUE`. Examples are written once, in the English data.
import type { Locale } from "../base/localized-text";
import enDestinationRule from "./docs/en/destination-rule.json";
import enGateway from "./docs/en/gateway.json";
import enMetadata from "./docs/en/metadata.json";
import enProtocols from "./docs/en/protocols.json";
import enProxyConfig from "./docs/en/proxy-config.json";
import enServiceEntry from "./docs/en/service-entry.json";
import enSidecar from "./docs/en/sidecar.json";
import enVirtualService from "./docs/en/virtual-service.json";
import enWorkloadEntry from "./docs/en/workload-entry.json";
import koDestinationRule from "./docs/ko/destination-rule.json";
import koGateway from "./docs/ko/gateway.json";
import koMetadata from "./docs/ko/metadata.json";
import koProtocols from "./docs/ko/protocols.json";
import koProxyConfig from "./docs/ko/proxy-config.json";
import koServiceEntry from "./docs/ko/service-entry.json";
import koSidecar from "./docs/ko/sidecar.json";
import koVirtualService from "./docs/ko/virtual-service.json";
import koWorkloadEntry from "./docs/ko/workload-entry.json";
import { type IstioKind, type Place, placeAt } from "./structure";

/** What is said about one message, field or enum value. Texts hold Markdown of one kind only: words in backticks. */
export interface DocEntry {
  /** What it is, in one sentence. */
  readonly summary: string;
  /** What it does to requests and connections. */
  readonly traffic?: string;
  /** The default and what happens when it is left out. */
  readonly default?: string;
  /** A mistake often met, with its symptom. */
  readonly mistake?: string;
  /** A YAML mapping of one entry, this key, at indentation 0. */
  readonly example?: string;
  /** One more sentence that holds only at a place; the keys are those of placePath(). */
  readonly places?: Readonly<Record<string, string>>;
}

/** An entry as the data has it; `of` in a Korean one is the hash of the English entry it follows. */
export interface StoredEntry extends DocEntry {
  readonly of?: string;
}

type Page = Readonly<Record<string, StoredEntry>>;

/** The pages of each language, by file name. */
export const docPages: Readonly<Record<Locale, Readonly<Record<string, Page>>>> = {
  en: {
    "destination-rule": enDestinationRule,
    gateway: enGateway,
    metadata: enMetadata,
    protocols: enProtocols,
    "proxy-config": enProxyConfig,
    "service-entry": enServiceEntry,
    sidecar: enSidecar,
    "virtual-service": enVirtualService,
    "workload-entry": enWorkloadEntry,
  },
  ko: {
    "destination-rule": koDestinationRule,
    gateway: koGateway,
    metadata: koMetadata,
    protocols: koProtocols,
    "proxy-config": koProxyConfig,
    "service-entry": koServiceEntry,
    sidecar: koSidecar,
    "virtual-service": koVirtualService,
    "workload-entry": koWorkloadEntry,
  },
};

const entries: Readonly<Record<Locale, ReadonlyMap<string, StoredEntry>>> = {
  en: new Map(Object.values(docPages.en).flatMap((page) => Object.entries(page))),
  ko: new Map(Object.values(docPages.ko).flatMap((page) => Object.entries(page))),
};

/** All keys that have an entry. */
export function docKeys(): readonly string[] {
  return [...entries.en.keys()];
}

/** The entry under a key, its example included; nothing for a key without one. */
export function docEntry(key: string, locale: Locale): DocEntry | undefined {
  const english = entries.en.get(key);
  if (locale === "en" || english === undefined) return english;
  const own = entries.ko.get(key);
  if (own === undefined) return english;
  return english.example === undefined ? own : { ...own, example: english.example };
}

/** The key of a place's field; for the spec itself, and with `of: "message"` for any object, the key of its message. */
export function docKeyAt(place: Place, of: "field" | "message" = "field"): string {
  if (place.kind === "message" && (place.name === "" || of === "message")) return place.message;
  return `${place.owner}.${place.name}`;
}

/** The key of a value: of an enum field, or of a port's protocol, which is free text to the API but one of a few words to Istio. */
export function docKeyOfValue(place: Place, value: string): string {
  const key = docKeyAt(place);
  return place.field?.format === "protocol" ? `Protocol=${value.toUpperCase()}` : `${key}=${value}`;
}

/** The protocols that Istio knows. */
export function protocolNames(): readonly string[] {
  return docKeys().flatMap((key) => (key.startsWith("Protocol=") ? [key.slice("Protocol=".length)] : []));
}

/**
 * A path below `spec` as people write it and the data's `places` are keyed: `VirtualService.spec.http[].route[].destination`. List positions are
 * left open, keys of maps are `<key>`, and a list or map that ends the path, or its element, is named without brackets.
 */
export function placePath(kind: IstioKind, path: readonly (string | number)[]): string {
  let text = `${kind}.spec`;
  for (const [position, step] of path.entries()) {
    const isLast = position === path.length - 1;
    const holder = placeAt(kind, path.slice(0, position));
    if (typeof step === "number") text += isLast ? "" : "[]";
    else if (holder?.kind === "map") text += isLast ? "" : ".<key>";
    else text += `.${step}`;
  }
  return text;
}

/** The sentence that holds at this place only, or nothing. */
export function placeNote(entry: DocEntry, kind: IstioKind, path: readonly (string | number)[]): string | undefined {
  const { places } = entry;
  const key = placePath(kind, path);
  return places !== undefined && Object.hasOwn(places, key) ? places[key] : undefined;
}
