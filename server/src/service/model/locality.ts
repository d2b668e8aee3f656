// Localities as texts: `region`, `region/zone`, `region/zone/subzone`, the last part perhaps `*`. Two localities of one list may not overlap
// (pkg/config/validation/agent, validateLocalities).

/** Why a locality is refused; `overlap` with one before it. */
export type LocalityProblem = "wildcard" | "empty-part" | "overlap";

/** Region, zone and subzone, as far as they are written; further slashes belong to the subzone. */
export function localityParts(locality: string): readonly string[] {
  const [region = "", zone, ...subzone] = locality.split("/");
  return zone === undefined ? [region] : subzone.length === 0 ? [region, zone] : [region, zone, subzone.join("/")];
}

/** What is wrong with a locality that follows others in one list. The others are fine by themselves. */
export function localityProblem(locality: string, before: readonly string[]): LocalityProblem | undefined {
  if (locality.slice(0, -1).includes("*")) return "wildcard";
  if (before.includes("*")) return "overlap";
  const parts = localityParts(locality);
  if (parts.includes("")) return "empty-part";
  return before.some((other) => overlap(localityParts(other), parts)) ? "overlap" : undefined;
}

/**
 * Whether a later locality repeats or lies in an earlier one, as Istio sees it: a region alone stands for all its zones; `*` in an earlier one
 * covers everything below, and a shorter later one may not follow a longer one of the same place.
 */
function overlap(earlier: readonly string[], later: readonly string[]): boolean {
  const [region, zone = "*", subzone = "*"] = earlier;
  if (region !== later[0]) return false;
  const laterZone = later[1];
  if (laterZone === undefined || zone === "*") return true;
  if (zone !== laterZone) return false;
  const laterSubzone = later[2];
  return laterSubzone === undefined || subzone === "*" || subzone === laterSubzone;
}
