// Whether a text is a template (Helm and friends) rather than YAML.

/** Whether a text holds template braces outside comments. Looks at every line at most once. */
export function isTemplated(text: string): boolean {
  for (let at = text.indexOf("{{"); at >= 0;) {
    const lineStart = text.lastIndexOf("\n", at) + 1;
    if (!hasComment(text, lineStart, at)) return true;
    // What follows on this line stands in the comment, too.
    const newline = text.indexOf("\n", at);
    if (newline < 0) return false;
    at = text.indexOf("{{", newline);
  }
  return false;
}

/** Whether a comment begins between two offsets of one line. */
function hasComment(text: string, from: number, to: number): boolean {
  for (let at = text.indexOf("#", from); at >= 0 && at < to; at = text.indexOf("#", at + 1)) {
    if (at === from || /\s/.test(text.charAt(at - 1))) return true;
  }
  return false;
}
