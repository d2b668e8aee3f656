// What differs between Istio releases in ways that change a verdict: one row per behaviour with the release that switched it on by default.
// Stages ask `behaves`, never the release itself.
import { compareReleases } from "../schema/structure";

/** Behaviours that came with a release and stayed. */
export type Behaviour =
  /** SNI of originated TLS follows the Host header when `sni` is not set (ENABLE_AUTO_SNI). */
  | "auto-sni"
  /** Originated TLS without `caCertificates` checks the server against the system's authorities (VERIFY_CERTIFICATE_AT_CLIENT). */
  | "verify-server-certificate"
  /** An ExternalName Service is another name of the Service it points to (ENABLE_EXTERNAL_NAME_ALIAS). */
  | "external-name-alias"
  /** Where sidecars answer DNS, ServiceEntries without addresses get one, asked for or not (PILOT_ENABLE_IP_AUTOALLOCATE). */
  | "allocate-addresses"
  /** `resolution: DYNAMIC_DNS` is known. */
  | "dynamic-dns"
  /** Outbound policy `ALLOW_ANY_DYNAMIC_DNS` is known. */
  | "allow-any-dynamic-dns";

const SINCE: Readonly<Record<Behaviour, string>> = {
  "auto-sni": "1.21",
  "verify-server-certificate": "1.21",
  "external-name-alias": "1.21",
  "allocate-addresses": "1.25",
  "dynamic-dns": "1.28",
  "allow-any-dynamic-dns": "1.31",
};

/** Whether a release, `major.minor`, behaves so by default. */
export function behaves(release: string, behaviour: Behaviour): boolean {
  return compareReleases(release, SINCE[behaviour]) >= 0;
}
