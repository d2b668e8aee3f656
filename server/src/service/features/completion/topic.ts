// What an offered item is about: enough to find its explanation later, when the editor asks for it.
import { ISTIO_KINDS, type IstioKind } from "../../schema/structure";

/** A field or value below a spec, something beside it (with `key`), or a whole set (with `scaffold`, its id). */
export type Topic =
  | { readonly scaffold: string }
  | { readonly kind: IstioKind; readonly path: readonly (string | number)[]; readonly value?: string }
  | { readonly key: string; readonly heading: string; readonly value?: string };

/** Reads a topic out of what an editor sends back; nothing when it is none. */
export function readTopic(data: unknown): Topic | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  if ("scaffold" in data) return typeof data.scaffold === "string" ? { scaffold: data.scaffold } : undefined;
  const value = "value" in data && typeof data.value === "string" ? { value: data.value } : {};
  if ("key" in data && typeof data.key === "string") {
    const heading = "heading" in data && typeof data.heading === "string" ? data.heading : data.key;
    return { key: data.key, heading, ...value };
  }
  if (!("kind" in data) || !("path" in data) || !Array.isArray(data.path)) return undefined;
  const kind = ISTIO_KINDS.find((known) => known === data.kind);
  const path: readonly unknown[] = data.path;
  const steps = path.filter((step) => typeof step === "string" || typeof step === "number");
  return kind === undefined || steps.length < path.length ? undefined : { kind, path: steps, ...value };
}
