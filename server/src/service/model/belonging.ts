// Where in a resource a field of some name would be right: people often write a field one level too high or too low. Judged from the structure
// alone; whether the place already has the field is for the caller to see.
import { fieldOf, type IstioKind, kindSchema, messageSchema, placeAt } from "../schema/structure";
import type { YamlPath } from "../syntax/yaml-node";

const METADATA = ["name", "namespace", "labels", "annotations", "generateName"];

/**
 * The object that a field written in the object at `path` belongs to: the nearest enclosing object that knows it, else the only object directly
 * below that does. Paths begin at the resource (`[]`, `["spec"]`, `["spec", "ports", 0]`). Nothing when no place is evident.
 */
export function belongingPlace(kind: IstioKind, path: YamlPath, name: string): YamlPath | undefined {
  if (path.length === 0) {
    if (fieldOf(kindSchema(kind).spec, name) !== undefined) return ["spec"];
    return METADATA.includes(name) ? ["metadata"] : undefined;
  }
  for (let length = path.length - 1; length >= 1; length--) {
    const outer = path.slice(0, length);
    const place = placeAt(kind, outer.slice(1));
    if (place?.kind === "message" && fieldOf(place.message, name) !== undefined) return outer;
  }
  const here = placeAt(kind, path.slice(1));
  if (here?.kind !== "message") return undefined;
  const below = Object.entries(messageSchema(here.message).fields).filter(
    ([, field]) =>
      field.type === "message" &&
      field.shape === undefined &&
      field.message !== undefined &&
      fieldOf(field.message, name) !== undefined,
  );
  const [only] = below;
  return only !== undefined && below.length === 1 ? [...path, only[0]] : undefined;
}
