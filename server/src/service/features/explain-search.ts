// Fields by the end of their path: who asks for `tls.mode` may not know, or not want to type, where it stands.
import { ISTIO_KINDS, type IstioKind, kindSchema, messageSchema } from "../schema/structure";

/** A field by its kind and the names that lead to it below `spec`, as `explain` takes them: lists and maps are entered without being named. */
export interface FoundField {
  readonly kind: IstioKind;
  readonly names: readonly string[];
  /** The message that has the field: fields of one message are one field in several places. */
  readonly owner: string;
}

/** Every field whose path ends with these names, in any case; the shortest first. */
export function fieldsEnding(names: readonly string[]): readonly FoundField[] {
  const wanted = names.map((name) => name.toLowerCase());
  return allFields()
    .filter((field) => {
      const end = field.names.slice(-wanted.length);
      return end.length === wanted.length && end.every((name, position) => name.toLowerCase() === wanted[position]);
    })
    .sort((a, b) => a.names.length - b.names.length);
}

function allFields(): readonly FoundField[] {
  const found: FoundField[] = [];
  for (const kind of ISTIO_KINDS) {
    const pending = [
      { message: kindSchema(kind).spec, names: [] as readonly string[], above: [] as readonly string[] },
    ];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { message: owner, names, above } = next;
      for (const [name, field] of Object.entries(messageSchema(owner).fields)) {
        const path = [...names, name];
        found.push({ kind, names: path, owner });
        // A message inside itself says nothing new.
        if (field.message === undefined || field.message === owner || above.includes(field.message)) continue;
        pending.push({ message: field.message, names: path, above: [...above, owner] });
      }
    }
  }
  return found;
}
