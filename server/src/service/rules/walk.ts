// One walk of a resource calls every local rule that listens: rules subscribe to API messages and to fields, and nobody walks for himself.
import { messagesOf, type WrittenField } from "../model/message-walk";
import type { IstioResource } from "../model/lower";
import { isReadable } from "../model/shape";
import { fieldOf } from "../schema/structure";
import type { AnyRule, Finding, LocalContext, LocalRule } from "./define";

type OnMessage = NonNullable<LocalRule["on"]>[string];
type OnField = NonNullable<LocalRule["onField"]>[`${string}.${string}`];

/** The subscribers of a kind. */
export interface Listeners<R> {
  readonly messages: ReadonlyMap<string, readonly (readonly [R, OnMessage])[]>;
  /** By message, then by field. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, readonly (readonly [R, OnField])[]>>;
}

/** What some rules listen to; `ruleOf` tells the rule of an entry. */
export function listenersOf<R>(entries: readonly R[], ruleOf: (entry: R) => AnyRule): Listeners<R> {
  const messages = new Map<string, (readonly [R, OnMessage])[]>();
  const fields = new Map<string, Map<string, (readonly [R, OnField])[]>>();
  for (const entry of entries) {
    const { onMessage, onField } = ruleOf(entry);
    for (const [message, check] of Object.entries(onMessage ?? {})) add(messages, message, [entry, check]);
    for (const [place, check] of Object.entries(onField ?? {})) {
      const [message = "", field = ""] = place.split(".");
      const byField = fields.get(message) ?? new Map<string, (readonly [R, OnField])[]>();
      fields.set(message, byField);
      add(byField, field, [entry, check]);
    }
  }
  return { messages, fields };
}

/** Calls the subscribers of everything in a resource, in the order of its text. */
export function walk<R>(
  resource: IstioResource,
  listeners: Listeners<R>,
  report: (entry: R, check: () => Iterable<Finding>) => void,
): void {
  if (!isReadable(resource)) return;
  const cx: LocalContext = { resource };
  for (const node of messagesOf(resource)) {
    for (const [entry, check] of listeners.messages.get(node.message) ?? []) report(entry, () => check(cx, node));
    const byField = listeners.fields.get(node.message);
    if (byField === undefined) continue;
    for (const entry of node.node.entries) {
      const name = entry.key.source;
      const schema = fieldOf(node.message, name);
      if (schema === undefined) continue;
      const field: WrittenField = { owner: node, name, schema, entry };
      for (const [listener, check] of byField.get(name) ?? []) report(listener, () => check(cx, field));
    }
  }
}

function add<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
