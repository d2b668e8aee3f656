// A short name for a list of diagnostics, so that lists can be compared without being kept or written out. Against accidents, not against attackers.
import type { Diagnostic, Range } from "vscode-languageserver";

/** Equal lists have equal names; two different ones share a name about once in ten thousand billion. */
export function nameOf(diagnostics: readonly Diagnostic[]): string {
  const hash = new Hash();
  for (const { range, severity, code, message, tags, relatedInformation } of diagnostics) {
    hash.range(range);
    hash.number(severity ?? 0);
    hash.text(String(code));
    hash.text(typeof message === "string" ? message : message.value);
    for (const tag of tags ?? []) hash.number(tag);
    for (const { location, message: said } of relatedInformation ?? []) {
      hash.text(location.uri);
      hash.range(location.range);
      hash.text(said);
    }
  }
  return `${diagnostics.length}-${hash.toString()}`;
}

/** Takes numbers and texts one after the other; 53 bits of them remain. */
class Hash {
  private one = 0x9e3779b1;
  private two = 0x85ebca6b;

  number(value: number): void {
    this.one = Math.imul(this.one ^ value, 0x9e3779b1);
    this.one ^= this.one >>> 15;
    this.two = Math.imul(this.two ^ value, 0x5f356495);
    this.two ^= this.two >>> 13;
  }

  range({ start, end }: Range): void {
    this.number(start.line);
    this.number(start.character);
    this.number(end.line);
    this.number(end.character);
  }

  text(value: string): void {
    let { one, two } = this;
    for (let at = 0; at < value.length; at++) {
      const unit = value.charCodeAt(at);
      one = Math.imul(one ^ unit, 0x9e3779b1);
      two = Math.imul(two ^ unit, 0x5f356495);
    }
    this.one = one;
    this.two = two;
    this.number(value.length);
  }

  toString(): string {
    this.number(0);
    return ((this.two & 0x1fffff) * 2 ** 32 + (this.one >>> 0)).toString(36);
  }
}
