// `scaffold`: prints a set of resources for a host. Nothing is printed that `check` would call wrong, whatever names were given.
import {
  buildScaffold,
  DEFAULT_SETTINGS,
  fill,
  findingsOf,
  type Locale,
  messageOf,
  type ScaffoldParameters,
  scaffoldVariant,
  scaffoldVariants,
  Snapshot,
} from "../service/index";
import { VERSION } from "../version";
import { oneOf, readArguments, UsageError } from "./arguments";
import type { Terminal } from "./terminal";
import { cliText, help } from "./text";

/** Runs `scaffold`; the result is the exit status. */
export function scaffoldCommand(args: readonly string[], terminal: Terminal, fallback: Locale): number {
  const { value, has, positionals, locale } = readArguments(
    args,
    {
      valued: ["host", "variant", "namespace", "gateway-namespace", "gateway-service", "credential-name"],
      flags: [],
    },
    fallback,
  );
  if (has("help") || has("version")) {
    terminal.out(has("help") ? help[locale] : `${VERSION}\n`);
    return 0;
  }
  const [word] = positionals;
  if (word !== undefined) throw new UsageError(fill(cliText.noPositional[locale], { word }));
  const host = value("host");
  if (host === undefined) throw new UsageError(fill(cliText.missingOption[locale], { option: "--host" }));
  const names = scaffoldVariants.map((variant) => variant.id);
  const variant = scaffoldVariant(oneOf(value("variant") ?? "classic", "--variant", names, locale));
  if (variant === undefined) return 2;
  const given: Partial<ScaffoldParameters> = {
    host,
    ...optional("namespace", value("namespace")),
    ...optional("gatewayNamespace", value("gateway-namespace")),
    ...optional("gatewayService", value("gateway-service")),
    ...optional("credentialName", value("credential-name")),
  };
  const text = buildScaffold(variant, given);
  const mistake = mistakeIn(text, locale);
  if (mistake !== undefined) throw new UsageError(fill(cliText.badScaffold[locale], { reason: mistake }));
  terminal.out(text);
  return 0;
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  // The computed key is K, which the type of an object literal does not keep.
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, string>>);
}

/** What `check` says first about a text that may be wrong, or nothing. */
function mistakeIn(text: string, locale: Locale): string | undefined {
  const uri = "scaffold:///set.yaml";
  const snapshot = Snapshot.empty(DEFAULT_SETTINGS).apply([{ uri, text }]);
  const found = findingsOf(snapshot, uri, (_code, _uri, error) => {
    throw error;
  });
  const first =
    found.find(({ severity }) => severity === "error") ?? found.find(({ severity }) => severity === "warning");
  return first === undefined ? undefined : messageOf(first, locale);
}
