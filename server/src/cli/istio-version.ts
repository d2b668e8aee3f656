// Which Istio release the user says the files are for.
import { DEFAULT_SETTINGS, ISTIO_RELEASES, type Locale } from "../service/index";
import { oneOf } from "./arguments";

/** The release for `--istio-version`: `1.28`, `v1.28` or `1.28.3`; throws a UsageError for one that this build does not know. */
export function versionOf(value: string | undefined, locale: Locale): string {
  if (value === undefined) return DEFAULT_SETTINGS.istioVersion;
  const release = /^v?(\d+\.\d+)(?:\.\d+(?:[-+].*)?)?$/.exec(value)?.[1] ?? value;
  const known = ISTIO_RELEASES.find((candidate) => candidate === release);
  return known ?? oneOf(value, "--istio-version", ISTIO_RELEASES, locale);
}
