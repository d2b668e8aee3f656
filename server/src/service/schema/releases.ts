// Which Istio releases the product knows: the one place that names them. The settings' enum, the command line's words and the default follow.

/** The newest release, and the one that files are taken to be written for; younger fields carry a `since` above it. */
export const NEWEST_ISTIO = "1.31";

/** The oldest release whose behaviour is told apart. */
export const OLDEST_ISTIO = "1.20";

/** Every release, the newest first. */
export const ISTIO_RELEASES: readonly string[] = releasesBetween(OLDEST_ISTIO, NEWEST_ISTIO);

function releasesBetween(oldest: string, newest: string): readonly string[] {
  const [major = "", last = ""] = newest.split(".");
  const first = Number(oldest.split(".")[1]);
  return Array.from({ length: Number(last) - first + 1 }, (_, back) => `${major}.${Number(last) - back}`);
}
