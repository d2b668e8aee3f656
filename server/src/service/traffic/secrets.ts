// Whether the Secret that a `credentialName` means is there. Secrets are known by name alone; their content is never read.
// https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings (credentialName)
import type { WorkspaceView } from "../workspace/view";

/** What is known of a Secret. `missing` is only said of a workspace that shows the whole mesh. */
export interface SecretCheck {
  readonly state: "seen" | "not-seen" | "missing" | "without-key" | "not-a-secret";
  readonly name: string;
  readonly namespace: string;
}

/** The suffix of a Secret that holds only authorities. */
const AUTHORITY_SUFFIX = "-cacert";

/** Looks for the Secret in the namespace of the proxy that opens the connection. SIMPLE needs authorities only, MUTUAL a key pair too. */
export function checkSecret(
  view: WorkspaceView,
  credentialName: string,
  proxyNamespace: string,
  mode: "SIMPLE" | "MUTUAL",
): SecretCheck {
  const found = readName(credentialName, proxyNamespace);
  if (found === undefined) return { state: "not-a-secret", name: credentialName, namespace: proxyNamespace };
  const { name, namespace } = found;
  const isSeen = (wanted: string): boolean =>
    view.named("Secret", namespace, wanted).length > 0 || view.named("Other", namespace, wanted).length > 0;
  if (isSeen(name)) return { state: "seen", name, namespace };
  if (isSeen(name + AUTHORITY_SUFFIX)) return { state: mode === "SIMPLE" ? "seen" : "without-key", name, namespace };
  return { state: view.settings.knowledge === "whole" ? "missing" : "not-seen", name, namespace };
}

/** `name`, `kubernetes://name` or `kubernetes://namespace/name`; nothing for other sources such as ConfigMaps. */
function readName(
  credentialName: string,
  proxyNamespace: string,
): { readonly name: string; readonly namespace: string } | undefined {
  const scheme = credentialName.indexOf("://");
  if (scheme >= 0 && credentialName.slice(0, scheme) !== "kubernetes") return undefined;
  const path = scheme < 0 ? credentialName : credentialName.slice(scheme + 3);
  const slash = path.indexOf("/");
  if (slash < 0) return { name: path, namespace: proxyNamespace };
  return { name: path.slice(slash + 1), namespace: path.slice(0, slash) };
}
