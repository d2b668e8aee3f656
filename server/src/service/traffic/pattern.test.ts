// Regular expressions match as RE2 matches, and a match costs what the text's length says, whatever the expression.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compilePattern, matchesPattern, patternSteps } from "./pattern";

function matches(source: string, text: string): boolean | undefined {
  const pattern = compilePattern(source);
  return pattern === undefined ? undefined : matchesPattern(pattern, text);
}

const cases: readonly { readonly source: string; readonly yes: readonly string[]; readonly no: readonly string[] }[] = [
  { source: "/api/v[0-9]+", yes: ["/api/v1", "/api/v10"], no: ["/api/v", "/api/v1/", "x/api/v1"] },
  { source: ".*", yes: ["", "/any"], no: ["a\nb"] },
  { source: "(?s).*", yes: ["a\nb"], no: [] },
  { source: "(?i)abc|d", yes: ["ABC", "aBc", "D"], no: ["abcd"] },
  { source: "a(?i:b)c", yes: ["aBc", "abc"], no: ["AbC"] },
  { source: "(?P<name>a+)b{2,3}", yes: ["abb", "aabbb"], no: ["ab", "abbbb"] },
  { source: "a{2}", yes: ["aa"], no: ["a", "aaa"] },
  { source: "a{2,}?b?", yes: ["aa", "aaaab"], no: ["a", "ab"] },
  { source: "^/x$", yes: ["/x"], no: ["/x\n"] },
  { source: "(?m)a$\n^b", yes: ["a\nb"], no: ["ab"] },
  { source: "\\bfoo\\b.*", yes: ["foo bar"], no: ["foobar"] },
  { source: "\\Qa.b\\E+", yes: ["a.b", "a.bb"], no: ["axb"] },
  { source: "[^a-c]", yes: ["d", "^"], no: ["a", "", "dd"] },
  { source: "[]a-]+", yes: ["]", "-a"], no: ["b"] },
  { source: "[[:digit:][:^alpha:]]", yes: ["1", "-"], no: ["x"] },
  { source: "[\\d\\x41-\\x43]", yes: ["5", "B"], no: ["D"] },
  { source: "\\pL\\p{Greek}\\PL", yes: ["aα1"], no: ["aaa"] },
  { source: "a||b", yes: ["", "a", "b"], no: ["ab"] },
  { source: "😀.", yes: ["😀😀"], no: ["😀"] },
  { source: "\\x{1F600}", yes: ["😀"], no: ["x"] },
];

for (const { source, yes, no } of cases) {
  test(`the expression ${JSON.stringify(source)}`, () => {
    for (const text of yes) assert.equal(matches(source, text), true, JSON.stringify(text));
    for (const text of no) assert.equal(matches(source, text), false, JSON.stringify(text));
  });
}

test("what Istio refuses, and what grows without measure, is no machine", () => {
  for (const source of ["*", "a(", "(?=a)", "\\1", "((a{1000}){1000}){1000}"]) {
    assert.equal(compilePattern(source), undefined, source);
  }
});

for (const source of ["(a+)+", "(a*)*b", "(a|a)*b", "(a|aa)+", "(.*a){8}", "([a-z]+)*\\d"]) {
  test(`${source} costs what the text's length says`, () => {
    const pattern = compilePattern(source);
    assert.ok(pattern !== undefined);
    const steps = [200, 400, 800].map((length) => patternSteps(pattern, `${"a".repeat(length)}!`));
    for (const [i, count] of steps.entries()) {
      assert.ok(count <= pattern.program.length * (200 * 2 ** i + 2), `${count} steps`);
    }
  });
}

test("random expressions match what JavaScript's match", () => {
  let state = 7;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % limit;
  };
  const atoms = ["a", "b", ".", "[ab]", "[^a]", "\\w", "c"];
  const expression = (depth: number): string => {
    const kind = below(depth > 3 ? 1 : 6);
    const inner = (): string => expression(depth + 1);
    if (kind === 1) return `${inner()}${inner()}`;
    if (kind === 2) return `(?:${inner()}|${inner()})`;
    if (kind === 3) return `(?:${inner()})${["*", "+", "?", "{1,2}"][below(4)] ?? ""}`;
    if (kind === 4) return `(${inner()})`;
    return atoms[below(atoms.length)] ?? "a";
  };
  for (let round = 0; round < 2000; round++) {
    const source = expression(0);
    const text = Array.from({ length: below(6) }, () => "abc"[below(3)] ?? "").join("");
    assert.equal(matches(source, text), new RegExp(`^(?:${source})$`).test(text), `${source} on ${text}`);
  }
});
