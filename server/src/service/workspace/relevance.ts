// Which texts are worth reading at all: a cheap look before any parsing, so that other people's YAML costs next to nothing.

const RELEVANT =
  /istio|gateway\.networking\.k8s\.io|kustomize\.config\.k8s\.io|^patches(?:StrategicMerge)?:|^[ \t]*["']?kind["']?\s*:\s*["']?(?:Service|Namespace|Secret|Deployment|StatefulSet|DaemonSet|ReplicaSet|Pod|Job|List)\b/m;

/** Whether a text may hold a resource that the engine knows. Never wrongly denies one written in block or JSON-like style on lines of its own. */
export function concernsUs(text: string): boolean {
  return RELEVANT.test(text) || (text.includes("{") && /"kind"\s*:/.test(text));
}
