// Which documents are worth a word about their YAML: those that evidently hold, or try to hold, a resource of Istio's networking API.
import { API_GROUP, ISTIO_KINDS } from "../schema/structure";
import type { YamlDocument } from "../syntax/document";

const OUR_GROUP = new RegExp(
  `^[ \\t]*(?:- )?["']?apiVersion["']?[ \\t]*:[ \\t]*["']?${API_GROUP.replaceAll(".", "\\.")}/`,
  "m",
);
const OUR_KIND = new RegExp(`^[ \\t]*(?:- )?["']?kind["']?[ \\t]*:[ \\t]*["']?(?:${ISTIO_KINDS.join("|")})\\b`, "m");

const known = new WeakMap<YamlDocument, boolean>();

/**
 * Whether a document names one of our kinds. Judged by the text, because a broken document has no tree to ask; once per document, because every
 * rule about YAML asks. Templates are left alone.
 */
export function isOurDocument(document: YamlDocument): boolean {
  let isOurs = known.get(document);
  if (isOurs === undefined) {
    isOurs = !document.templated && OUR_GROUP.test(document.text) && OUR_KIND.test(document.text);
    known.set(document, isOurs);
  }
  return isOurs;
}
