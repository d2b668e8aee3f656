// Which fields of an object go together: what excludes what, what is of no use beside which value, and what resources of a kind may not say. The
// facts are those of structure.json; rules report by them and completion offers by them.
import { type Exclusion, fieldOf, type IstioKind, messageSchema } from "./structure";

/** Reads the value of a field beside the one that is asked about. */
export type ValueBeside = (field: string) => string | undefined;

const UNKNOWN: ValueBeside = () => undefined;

/** The fields that may not stand beside a field of the same object, in the order of the structure's own lists. */
export function excludedBy(message: string, name: string, valueOf: ValueBeside = UNKNOWN): readonly string[] {
  const { fields, excludes = [] } = messageSchema(message);
  const group = fieldOf(message, name)?.oneOf;
  const ofGroup = group === undefined ? [] : Object.keys(fields).filter((other) => fields[other]?.oneOf === group);
  const ofSides = excludes.flatMap(({ sides, when }) => {
    const own = sides.find((side) => side.includes(name));
    return own === undefined || !holds(when, valueOf) ? [] : sides.filter((side) => side !== own).flat();
  });
  return [...new Set([...ofGroup, ...ofSides])].filter((other) => other !== name);
}

/** The fields of a message that say nothing with the values beside them. */
export function uselessFields(message: string, valueOf: ValueBeside): readonly string[] {
  const useless = messageSchema(message).useless ?? [];
  return [
    ...new Set(useless.flatMap(({ fields, when }) => (when !== undefined && holds(when, valueOf) ? fields : []))),
  ];
}

/** Whether a value of a field makes written fields of its object useless, or lets two of them exclude each other. */
export function isRuledOut(
  message: string,
  { name, value }: { readonly name: string; readonly value: string },
  written: readonly string[],
  valueOf: ValueBeside,
): boolean {
  const { excludes = [], useless = [] } = messageSchema(message);
  const then: ValueBeside = (field) => (field === name ? value : valueOf(field));
  const applies = (when: Exclusion["when"]): boolean => when?.[name] !== undefined && holds(when, then);
  const isWritten = (field: string): boolean => written.includes(field);
  return (
    useless.some(({ fields, when }) => applies(when) && fields.some(isWritten)) ||
    excludes.some(({ sides, when }) => applies(when) && sides.filter((side) => side.some(isWritten)).length > 1)
  );
}

/** The fields of a message that resources of a kind may not say. */
export function refusedFields(message: string, kind: IstioKind): readonly string[] {
  const useless = messageSchema(message).useless ?? [];
  return useless.flatMap(({ fields, kinds }) => (kinds?.includes(kind) === true ? fields : []));
}

/** The values of an enum field that resources of a kind may not say. */
export function refusedValues(message: string, name: string, kind: IstioKind): readonly string[] {
  const values = fieldOf(message, name)?.values ?? [];
  return values.flatMap((value) => (value.refusedIn?.includes(kind) === true ? value.name : []));
}

function holds(when: Exclusion["when"], valueOf: ValueBeside): boolean {
  return Object.entries(when ?? {}).every(([field, values]) => values.includes(valueOf(field) ?? ""));
}
