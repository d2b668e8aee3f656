// Nothing that YAML or a file name holds acts on a terminal, gives an order to a build system, or leads a program to another place.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { cli, withFiles } from "../support/cli";

const skip = process.platform === "win32" ? "Windows allows no such names" : false;

/** A value in YAML's double quotes, and raw where YAML lets it stand. */
const HOSTILE = [
  '"\\e[2Jwiped"',
  '"x\\n::error file=x::y"',
  '"x\\r::set-output name=a::b"',
  '"\\u202Edesrever"',
  '"\\x9b2Jwiped"',
  "\u202Edesrever",
  "\u009B2Jwiped",
  '"##[error]x"',
  '"##vso[task.setvariable variable=a]b"',
  '"##teamcity[x]"',
];
const FILE_NAMES = [
  "::error file=x::y.yaml",
  " ::warning::y.yaml",
  "\u001B[2J.yaml",
  "a\n::error::b.yaml",
  "\u202Ea.yaml",
  "##[error]a.yaml",
];

const resource = (value: string): string => `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: a, namespace: b }
spec:
  hosts: [a.example.com]
  ports: [{ number: 80, name: http, protocol: ${value} }]
  resolution: ${value}
  ${value}: 1
`;

/** What no output may hold, and what no line of it may begin with. */
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/;
const ORDER = /^\s*::|##(?:vso|teamcity)?\[/m;
/** The commands that the report for GitHub is made of. */
const ANNOTATION = /^::(?:error|warning|notice) file=[^:\n]*::[^\n]*$/gm;

function assertHarmless(text: string, format: string): void {
  assert.doesNotMatch(text, CONTROL);
  if (format === "text") assert.doesNotMatch(text, ORDER);
  if (format === "github") assert.equal(text.replace(ANNOTATION, "").trim(), "");
}

for (const format of ["text", "json", "sarif", "github"]) {
  for (const locale of ["en", "ko"]) {
    test(`values stay values: ${format}, ${locale}`, async () => {
      for (const value of HOSTILE) {
        await withFiles({ "a.yaml": resource(value) }, async (folder) => {
          const { out, err } = await cli(["check", "--locale", locale, "--format", format, folder]);
          assert.match(out, /unknown-value|unknown-field|yaml-syntax/);
          assertHarmless(out, format);
          assertHarmless(err, "text");
        });
      }
    });
  }
}

test("a report for people begins no line with an order, whatever the file is called", { skip }, async () => {
  await withFiles({}, async (folder) => {
    for (const name of FILE_NAMES) writeFileSync(join(folder, name), resource("dns"));
    writeFileSync(join(folder, "::error::binary.yaml"), "\u0000");
    await inFolder(folder, async () => {
      for (const [format, ...args] of [["text"], ["github", "--format", "github"], ["text", "--diff"]]) {
        const { out, err } = await cli(["check", ...args, "."]);
        assert.match(out, /error/);
        assertHarmless(out, format ?? "text");
        assertHarmless(err, "text");
      }
    });
  });
});

test("GitHub gets one command a finding, with the file it is about", { skip }, async () => {
  await withFiles({}, async (folder) => {
    writeFileSync(join(folder, "a,b:c%\n::error::d.yaml"), resource("dns"));
    await inFolder(folder, async () => {
      const { out } = await cli(["check", "--format", "github", "."]);
      for (const line of out.trimEnd().split("\n"))
        assert.match(line, /^::(error|warning|notice) file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ad\.yaml,line=\d+,/);
    });
  });
});

test("the addresses in SARIF lead to the files, whatever they are called", { skip }, async () => {
  const names = ["a#b?c.yaml", "c:x.yaml", "a\\b.yaml", "..x.yaml", "한글 %20.yaml", "a;b=c&d+e.yaml", "sub#/a.yaml"];
  await withFiles({}, async (folder) => {
    mkdirSync(join(folder, "sub#"));
    for (const name of names) writeFileSync(join(folder, name), resource("dns"));
    const seen = async (from: string): Promise<readonly string[]> => {
      const { out } = await cli(["check", "--format", "sarif", folder]);
      const log = JSON.parse(out) as {
        runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[];
      };
      const uris = (log.runs[0]?.results ?? []).map(
        ({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri ?? "",
      );
      return [...new Set(uris.map((uri) => fileURLToPath(new URL(uri, `${pathToFileURL(from).href}/`))))].sort();
    };
    const wanted = names.map((name) => join(folder, name)).sort();
    await inFolder(folder, async () => {
      assert.deepEqual(await seen(folder), wanted);
    });
    await inFolder(join(folder, "sub#"), async () => {
      assert.deepEqual(await seen(join(folder, "sub#")), wanted);
    });
  });
});

/** Runs something where people would stand in a folder. */
async function inFolder(folder: string, run: () => Promise<void>): Promise<void> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    await run();
  } finally {
    process.chdir(before);
  }
}
