// The texts of a campaign: whole sets, damaged sets, and files that nobody would write, made by a small grammar of what is hard to read.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildScaffold, scaffoldVariants } from "../../server/src/service/index";
import type { Random } from "./random";

const root = process.env.REPOSITORY_ROOT ?? ".";

/** Sound texts: every scaffold and every example. */
export const soundTexts: readonly string[] = [
  ...scaffoldVariants.map((variant) => buildScaffold(variant, {})),
  ...readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => readFileSync(join(root, "examples", name), "utf8")),
];

/** A sound text, damaged a few times. */
export function damagedText(random: Random): string {
  let text = random.pick(soundTexts) ?? "";
  for (let times = random.below(5); times >= 0; times--) text = damaged(text, random);
  return text;
}

const SCRAPS = [
  "\t",
  "- ",
  ": ",
  "{",
  "}",
  "[",
  "]",
  '"',
  "'",
  "#",
  "|\n",
  ">-\n",
  "&a ",
  "*a",
  "<<: *a",
  "---\n",
  "...\n",
  "!!binary ",
  "{{ .Values.x }}",
  "${X}",
  "\r",
  "\uFEFF",
  "\u202E",
  "한글",
  "🌐",
  "null",
  "~",
  "0x1F",
  "1e9",
  "true",
  "\u0000",
  "  ",
  "\n",
  "? ",
  "%YAML 1.1\n",
] as const;

/** One small damage: what a slip of the hand does, and worse. */
export function damaged(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const lines = text.split("\n");
  const line = random.below(lines.length);
  switch (random.below(9)) {
    case 0:
      return text.slice(0, at) + random.pick(SCRAPS) + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + random.below(8));
    case 2:
      return lines.filter((_, position) => position !== line).join("\n");
    case 3:
      return [...lines.slice(0, line), lines[line], ...lines.slice(line)].join("\n");
    case 4:
      return lines
        .map((one, position) => (position === line ? `${" ".repeat(random.below(4))}${one}` : one))
        .join("\n");
    case 5:
      return lines.map((one, position) => (position === line ? one.trimStart() : one)).join("\n");
    case 6:
      return text.replaceAll(/\r?\n/g, random.pick(["\r\n", "\n", "\r"]));
    case 7:
      return lines.map((one, position) => (position === line ? one.replace(/:.*/, ":") : one)).join("\n");
    default:
      return text.replace(random.pick(["443", "80", "HTTP", "HTTPS", "DNS", "SIMPLE", "default", "example"]), () =>
        random.pick(["0", "-1", "65536", "https", "dns", "", "*", "*.com", "(a+)+$", "a.b", "[]", "{}"]),
      );
  }
}

/** A file made to hurt: one hard thing many times, or some of them in each other, mostly inside a resource of ours. */
export function hostileText(random: Random): string {
  const size = 2 ** (2 + random.below(8));
  const inner = piece(random, size);
  const head = `apiVersion: networking.istio.io/v1\nkind: ${random.pick(["ServiceEntry", "VirtualService", "DestinationRule", "Gateway", "Sidecar"])}\nmetadata:\n  name: a\n  namespace: b\nspec:\n`;
  switch (random.below(4)) {
    case 0:
      return inner;
    case 1:
      return `${head}  hosts:\n${indented(inner, 2)}`;
    case 2:
      return `${indented(inner, 0)}${head}${indented(piece(random, size), 2)}`;
    default:
      return `${head}${indented(inner, 2)}`;
  }
}

function piece(random: Random, size: number): string {
  const repeat = (part: (number: number) => string): string =>
    Array.from({ length: size }, (_, number) => part(number)).join("");
  switch (random.below(20)) {
    case 0:
      return "[".repeat(size) + "]".repeat(random.below(size + 1));
    case 1:
      return "{a: ".repeat(size) + "}".repeat(random.below(size + 1));
    case 2:
      return repeat((number) => `${" ".repeat(number)}a:\n`);
    case 3:
      return "- ".repeat(size);
    case 4:
      return `a: &a [x]\n${repeat(() => "b: *a\n")}`;
    case 5:
      return `a0: &a0 x\n${repeat((number) => `a${number + 1}: &a${number + 1} [*a${number}, *a${number}]\n`)}`;
    case 6:
      return repeat((number) => `k${number}: {<<: *k${number - 1}}\n`);
    case 7:
      return `# ${"{{ ".repeat(size)}\n`;
    case 8:
      return `a: "${'\\"'.repeat(size)}\n`;
    case 9:
      return `'${"'".repeat(size)}\n`;
    case 10:
      return repeat((number) => `- h${number}.${"a.".repeat(number % 40)}com\n`);
    case 11:
      return `- ${"a.".repeat(size)}com\n`;
    case 12:
      return `- a${" ".repeat(size * 8)}b\n`;
    case 13:
      return repeat(() => " -\n");
    case 14:
      return repeat((number) => `\tk${number}: a\n`);
    case 15:
      return repeat(() => "a: 1\n");
    case 16:
      return repeat(() => `${random.pick(SCRAPS)}${random.pick(SCRAPS)}`);
    case 17:
      return `match: [{authority: {regex: "${"(a+)+".repeat(Math.min(size, 60))}"}}]\nhosts: [${"a".repeat(40)}.com]\n`;
    case 18:
      return repeat((number) => `? k${number}\n: |\n  ${"x".repeat(number)}\n`);
    default:
      return `${"!".repeat(size)} ${"&a ".repeat(size)}x\n`;
  }
}

function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(by)).replace(/(?<!\n)$/, "\n");
}
