// Writes into every Korean entry of server/src/service/schema/docs the hash of the English entry it was translated from (`of`), so that a test
// notices a Korean text that its English has left behind. Run it after both languages of an entry are written.
// Usage: node tools/stamp-docs.mjs [--check]; with --check nothing is written and stale entries end the process with 1.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { format, resolveConfig } from "prettier";
import { root } from "./bootstrap.mjs";

const docs = join(root, "server", "src", "service", "schema", "docs");

/** Eight characters that change with the English entry's texts. */
export function hashOf(entry) {
  return createHash("sha256").update(JSON.stringify(entry)).digest("hex").slice(0, 8);
}

async function stamp(check) {
  const stale = [];
  for (const page of readdirSync(join(docs, "en")).filter((name) => name.endsWith(".json"))) {
    const english = JSON.parse(readFileSync(join(docs, "en", page), "utf8"));
    const file = join(docs, "ko", page);
    const korean = JSON.parse(readFileSync(file, "utf8"));
    const stamped = Object.fromEntries(
      Object.entries(korean).map(([key, { of, ...entry }]) => {
        const hash = key in english ? hashOf(english[key]) : undefined;
        if (of !== hash) stale.push(`${page}: ${key}`);
        return [key, hash === undefined ? entry : { ...entry, of: hash }];
      }),
    );
    if (check) continue;
    const options = { ...(await resolveConfig(file)), filepath: file };
    const text = await format(JSON.stringify(stamped, null, 2), options);
    if (text !== readFileSync(file, "utf8")) writeFileSync(file, text);
  }
  return stale;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const check = process.argv.includes("--check");
  const stale = await stamp(check);
  console.log(check ? `${stale.length} Korean entries are out of date.` : `${stale.length} Korean entries stamped.`);
  if (check && stale.length > 0) {
    console.log(stale.join("\n"));
    process.exitCode = 1;
  }
}
