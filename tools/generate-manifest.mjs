// Generates the settings in package.json, package.nls.json and package.nls.ko.json from server/src/protocol/settings.ts, and in them what each
// rule code says from the rules.
// Usage: node tools/generate-manifest.mjs [--check]; with --check it writes nothing and fails when a file is stale.
import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { root } from "./bootstrap.mjs";

const GENERATED_KEY = /^(?:setting|rule)\./;

const { SETTINGS_SECTION, settingDescriptions } = await importTypeScript("server/src/protocol/settings.ts");
const { allRules } = await importTypeScript("server/src/service/index.ts");
const manifest = readJson("package.json");
manifest.contributes.configuration = {
  title: "Istio Egress",
  properties: Object.fromEntries([...settingDescriptions.map(property), traceProperty()]),
};
const stale = [];
await put("package.json", manifest);
await put("package.nls.json", strings("package.nls.json", "en"));
await put("package.nls.ko.json", strings("package.nls.ko.json", "ko"));
if (stale.length > 0) {
  console.error(`Stale, run node tools/generate-manifest.mjs: ${stale.join(", ")}`);
  process.exitCode = 1;
}

function property(setting, order) {
  const key = `${SETTINGS_SECTION}.${setting.key}`;
  const { enum: values, ...schema } = setting.schema ?? {};
  return [
    key,
    {
      type: setting.type,
      default: setting.default,
      ...(values === undefined ? {} : { enum: values }),
      ...(setting.values === undefined
        ? {}
        : { markdownEnumDescriptions: setting.values.map((_, index) => `%setting.${setting.key}.${values[index]}%`) }),
      ...schema,
      ...(setting.key === "rules" ? { properties: codes() } : {}),
      scope: setting.scope ?? "window",
      order,
      markdownDescription: `%setting.${setting.key}%`,
    },
  ];
}

/** Each code with what it finds, for completion in settings.json. */
function codes() {
  return Object.fromEntries(allRules.map(({ code }) => [code, { description: `%rule.${code}%` }]));
}

/** The language client itself reads this one. */
function traceProperty() {
  return [
    `${SETTINGS_SECTION}.trace.server`,
    {
      type: "string",
      default: "off",
      enum: ["off", "messages", "verbose"],
      scope: "window",
      order: settingDescriptions.length,
      markdownDescription: "%trace%",
    },
  ];
}

/** The file's own strings, then those of the settings. */
function strings(file, locale) {
  const own = Object.entries(readJson(file)).filter(([key]) => !GENERATED_KEY.test(key));
  const settings = settingDescriptions.flatMap((setting) => [
    [`setting.${setting.key}`, setting[locale]],
    ...(setting.values ?? []).map((value, index) => [
      `setting.${setting.key}.${setting.schema.enum[index]}`,
      value[locale],
    ]),
  ]);
  const rules = allRules.map((rule) => [`rule.${rule.code}`, `${rule.text[locale].title} (${rule.severity})`]);
  return Object.fromEntries([...own, ...settings, ...rules]);
}

async function put(file, content) {
  const path = join(root, file);
  const text = await format(JSON.stringify(content, null, 2), {
    ...(await resolveConfig(path)),
    parser: "json-stringify",
  });
  if (text === readFileSync(path, "utf8")) return;
  if (process.argv.includes("--check")) stale.push(file);
  else writeFileSync(path, text);
}

function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), "utf8"));
}

async function importTypeScript(file) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    format: "esm",
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
