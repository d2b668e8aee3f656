// The words behind a command, read into options and paths. What is wrong with them is told in the user's language, so they are checked here and not
// by the parser, which knows English alone.
import { parseArgs } from "node:util";
import { chooseLocale, fill, type Locale, type LocalizedText } from "../service/index";
import { cliText } from "./text";

/** Bad usage: told to the user with exit status 2. */
export class UsageError extends Error {}

/** What a command understands: options that take a value, and options that stand alone. Every command has --locale, --help and --version. */
export interface OptionNames<S extends string, F extends string> {
  readonly valued: readonly S[];
  readonly flags: readonly F[];
}

/** The words of a command, understood. */
export interface Arguments<S extends string, F extends string> {
  readonly value: (name: S) => string | undefined;
  readonly has: (name: F | "help" | "version") => boolean;
  readonly positionals: readonly string[];
  readonly locale: Locale;
}

/** Reads a command's words; throws a UsageError for what it does not understand. */
export function readArguments<S extends string, F extends string>(
  args: readonly string[],
  names: OptionNames<S, F>,
  fallback: Locale,
): Arguments<S, F> {
  const valued = new Set<string>(["locale", ...names.valued]);
  const flags = new Set<string>(["help", "version", ...names.flags]);
  const values = new Map<string, string>();
  const given = new Set<string>();
  const positionals: string[] = [];
  const problems: (readonly [LocalizedText, string])[] = [];
  for (const token of tokensOf(args, valued, flags)) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    if (!valued.has(name) && !flags.has(name)) problems.push([cliText.unknownOption, rawName]);
    else if (flags.has(name)) {
      if (value === undefined) given.add(name);
      else problems.push([cliText.noValueTaken, rawName]);
    } else if (value === undefined || (token.inlineValue !== true && /^-./.test(value))) {
      problems.push([cliText.valueMissing, rawName]);
    } else if (values.has(name)) problems.push([cliText.givenTwice, rawName]);
    else values.set(name, value);
  }
  const spoken = values.get("locale");
  // The language in which a wrong option is told is the one that was asked for, wherever it stands.
  const locale = spoken === undefined ? fallback : chooseLocale(spoken);
  const [first] = problems;
  if (first !== undefined) throw new UsageError(fill(first[0][locale], { option: first[1] }));
  if (spoken !== undefined) oneOf(spoken, "--locale", ["en", "ko"], fallback);
  return { value: (name) => values.get(name), has: (name) => given.has(name), positionals, locale };
}

/** The command among the words of the whole line, and the words that are left for it; options that every command has may stand in front. */
export function splitCommand(args: readonly string[]): { command: string | undefined; rest: readonly string[] } {
  if (args[0]?.startsWith("-") !== true) return { command: args[0], rest: args.slice(1) };
  const tokens = tokensOf(args, new Set(["locale"]), new Set(["help", "version"]));
  const position = tokens.find((token) => token.kind === "positional")?.index;
  if (position === undefined) return { command: undefined, rest: args };
  return { command: args[position], rest: [...args.slice(0, position), ...args.slice(position + 1)] };
}

/** Checks a value against what an option takes; throws a UsageError otherwise. */
export function oneOf<T extends string>(value: string, option: string, allowed: readonly T[], locale: Locale): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined)
    throw new UsageError(fill(cliText.badValue[locale], { value, option, allowed: allowed.join(", ") }));
  return found;
}

const SHORT: Readonly<Record<string, string>> = { help: "h", version: "v" };

type Token =
  | { readonly kind: "positional"; readonly index: number; readonly value: string }
  | { readonly kind: "option-terminator"; readonly index: number }
  | {
      readonly kind: "option";
      readonly index: number;
      readonly name: string;
      readonly rawName: string;
      readonly value: string | undefined;
      readonly inlineValue: boolean | undefined;
    };

function tokensOf(args: readonly string[], valued: ReadonlySet<string>, flags: ReadonlySet<string>): readonly Token[] {
  const options: Record<string, { type: "string" | "boolean"; short?: string }> = {};
  for (const name of valued) options[name] = { type: "string" };
  for (const name of flags) {
    const short = SHORT[name];
    options[name] = { type: "boolean", ...(short === undefined ? {} : { short }) };
  }
  return parseArgs({ args: [...args], allowPositionals: true, strict: false, tokens: true, options }).tokens;
}
