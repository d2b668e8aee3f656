// A short name for a text, so that lists can be compared without being kept. Against accidents, not against attackers.

/** 53 bits of the text and its length; two different texts have one name about once in ten thousand billion. */
export function hashOf(text: string): string {
  let one = 0x9e3779b1;
  let two = 0x85ebca6b;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x9e3779b1);
    two = Math.imul(two ^ unit, 0x5f356495);
  }
  one = Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(two ^ (two >>> 13), 0xc2b2ae35);
  two = Math.imul(two ^ (two >>> 16), 0x85ebca6b) ^ Math.imul(one ^ (one >>> 13), 0xc2b2ae35);
  return `${text.length.toString(36)}-${((two & 0x1fffff) * 2 ** 32 + (one >>> 0)).toString(36)}`;
}
