// The edges of the command line: odd arguments, odd files, odd readers. Status 0, 1 and 2 mean what the help says, and every refusal is a sentence in
// the user's language.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, openSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cli, withFiles } from "../support/cli";
import { cliBundle, cliProcess } from "../support/cli-process";

const skip = process.platform === "win32" ? "Windows has no such files" : false;

const entry = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: finance, namespace: apps }
spec:
  hosts: [finance.yahoo.com]
  ports:
  - { number: 443, name: https, protocol: HTTPS }
  resolution: dns
`;

interface Refusal {
  readonly args: readonly string[];
  readonly en: RegExp;
}
/** `FOLDER` stands for a folder with one file. */
const refusals: readonly Refusal[] = [
  { args: ["check"], en: /^Name at least one file or folder\.$/m },
  { args: ["check", ""], en: /^A path is empty\.$/m },
  { args: ["check", "--wat", "FOLDER"], en: /^There is no option --wat\.$/m },
  { args: ["check", "--fix=yes", "FOLDER"], en: /^--fix takes no value\.$/m },
  { args: ["check", "FOLDER", "--format"], en: /^--format needs a value\.$/m },
  { args: ["check", "--format", "--fix", "FOLDER"], en: /^--format needs a value\.$/m },
  { args: ["check", "--format", "text", "--format", "json", "FOLDER"], en: /^--format is given twice\.$/m },
  { args: ["check", "--istio-version", "9.99", "FOLDER"], en: /^9\.99 is no value for --istio-version; it takes 1\./m },
  { args: ["check", "--istio-version", "one", "FOLDER"], en: /^one is no value for --istio-version/m },
  { args: ["trace", "http://a.com", "FOLDER"], en: /^--from is required\.$/m },
  { args: ["trace", "--from", "", "http://a.com", "FOLDER"], en: /^--from takes NAMESPACE/m },
  { args: ["trace", "--from", "apps/", "http://a.com", "FOLDER"], en: /^--from takes NAMESPACE/m },
  { args: ["trace", "--from", "a/b/c", "http://a.com", "FOLDER"], en: /^--from takes NAMESPACE/m },
  { args: ["trace", "--from", "a", "--from", "b", "http://a.com", "FOLDER"], en: /^--from is given twice\.$/m },
  { args: ["trace", "--from", "a", "a.com", "FOLDER"], en: /^a\.com is no address/m },
  { args: ["explain"], en: /^Name one field/m },
  { args: ["explain", "nothing.such"], en: /nothing/ },
  { args: ["scaffold", "a.com"], en: /^a\.com is one word too many\.$/m },
  { args: ["wat"], en: /^There is no command wat\.$/m },
  { args: [], en: /^Name a command\.$/m },
  ...["http://a.com", "a b", "", "*", "a.com:8443", "1.2.3.4", "한글.com", "a_b.com", "a..com"].map((host) => ({
    args: ["scaffold", "--host", host],
    en: /^This would print resources that are wrong: |is no host/m,
  })),
  {
    args: ["scaffold", "--host", "a.com", "--namespace", "Not A Name"],
    en: /^This would print resources that are wrong: /,
  },
];
for (const { args, en } of refusals) {
  test(`refused with a sentence and status 2: ${args.map((arg) => JSON.stringify(arg)).join(" ")}`, async () => {
    await withFiles({ "entry.yaml": entry }, async (folder) => {
      const words = args.map((arg) => arg.replace("FOLDER", folder));
      const english = await cli(words);
      assert.deepEqual({ status: english.status, out: english.out }, { status: 2, out: "" });
      assert.match(english.err, en);
      const korean = await cli([...words, "--locale", "ko"]);
      assert.equal(korean.status, 2);
      assert.match(korean.err, /[가-힣]/);
    });
  });
}

test("help, in any place and by its short name", async () => {
  for (const args of [["check", "-h"], ["-h"], ["help"], ["--locale", "ko", "--help"], ["--locale", "ko", "help"]]) {
    const { status, out } = await cli(args);
    assert.equal(status, 0, args.join(" "));
    assert.equal(/[가-힣]/.test(out), args.includes("ko"));
  }
  assert.deepEqual([(await cli(["-v"])).status, (await cli(["check", "--version"])).status], [0, 0]);
  assert.equal((await cli(["--locale", "ko", "explain", "ServiceEntry.spec.hosts"])).status, 0);
});

interface Unread {
  readonly name: string;
  readonly prepare: (folder: string) => void;
  readonly says: RegExp;
}
const unread: readonly Unread[] = [
  { name: "nothing", prepare: () => undefined, says: /^Nothing was read: no YAML file in / },
  {
    name: "UTF-16",
    prepare: (folder) => {
      writeFileSync(join(folder, "a.yaml"), Buffer.from(`\uFEFF${entry}`, "utf16le"));
    },
    says: /a\.yaml: not (a text file|UTF-8 text)$/m,
  },
  {
    name: "Latin-1",
    prepare: (folder) => {
      writeFileSync(join(folder, "a.yaml"), Buffer.from("# caf\u00E9\n", "latin1"));
    },
    says: /a\.yaml: not UTF-8 text$/m,
  },
  {
    name: "links",
    prepare: (folder) => {
      symlinkSync("nowhere.yaml", join(folder, "a.yaml"));
    },
    says: /a\.yaml: a symbolic link/,
  },
  {
    name: "named pipes",
    prepare: (folder) => {
      execFileSync("mkfifo", [join(folder, "a.yaml")]);
    },
    says: /a\.yaml: not a regular file$/m,
  },
  {
    name: "huge files",
    prepare: (folder) => {
      writeFileSync(join(folder, "a.yaml"), "");
      truncateSync(join(folder, "a.yaml"), 9 * 1024 * 1024);
    },
    says: /a\.yaml: larger than 8 MB$/m,
  },
  {
    name: "a folder that is passed by",
    prepare: (folder) => {
      mkdirSync(join(folder, "out"));
      writeFileSync(join(folder, "out", "a.yaml"), entry);
    },
    says: /^Nothing was read.*\nNot looked into: .*out$/m,
  },
];
for (const { name, prepare, says } of unread) {
  test(`a folder that holds only ${name} ends with 2 and says why`, { skip }, async () => {
    await withFiles({}, async (folder) => {
      prepare(folder);
      const { status, out, err } = await cli(["check", folder]);
      assert.deepEqual({ status, out }, { status: 2, out: "" });
      assert.match(err, says);
      const json = await cli(["check", "--format", "json", folder]);
      assert.equal(json.status, 2);
      assert.deepEqual(Object.keys(JSON.parse(json.out) as object), ["findings", "files", "resources", "notRead"]);
    });
  });
}

test("what was passed over beside what was read is named and counted, and the findings decide", { skip }, async () => {
  await withFiles({ "good.yaml": entry.replace("dns", "DNS"), "bad.yaml": "a\u0000" }, async (folder) => {
    const { status, out, err } = await cli(["check", folder]);
    assert.equal(status, 0);
    assert.match(err, /bad\.yaml: not a text file$/m);
    assert.match(out, /; 1 file not read$/m);
    const json = JSON.parse((await cli(["check", "--format", "json", folder])).out) as { notRead: object };
    assert.deepEqual(json.notRead, [{ file: join(folder, "bad.yaml"), reason: "notText" }]);
  });
});

test("a named path that cannot be read does not keep the others from being checked", async () => {
  await withFiles({ "entry.yaml": entry }, async (folder) => {
    const { status, out, err } = await cli(["check", join(folder, "no.yaml"), join(folder, "entry.yaml")]);
    assert.equal(status, 2);
    assert.match(err, /no\.yaml: no such file or folder$/m);
    assert.match(out, /unknown-value/);
  });
});

test("a file without permission says so", { skip }, async () => {
  await withFiles({ "entry.yaml": entry }, async (folder) => {
    execFileSync("chmod", ["000", join(folder, "entry.yaml")]);
    execFileSync("chmod", ["755", folder]);
    const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const { status, err } = await cliProcess(["check", join(folder, "entry.yaml")], user);
    assert.equal(status, 2);
    assert.match(err, /entry\.yaml: no permission$/m);
  });
});

test("a pipe that the user names is read, and never written", { skip }, async () => {
  await withFiles({ "entry.yaml": entry }, async (folder) => {
    const command = 'cat "$1" | node "$2" check --fix --locale en /dev/stdin';
    const words = ["-c", command, "sh", join(folder, "entry.yaml"), await cliBundle()];
    const { status, stdout, stderr } = spawnSync("sh", words, { encoding: "utf8" });
    assert.equal(status, 2);
    assert.match(stdout, /unknown-value/);
    assert.match(stderr, /^Left \/dev\/stdin as it is: not a regular file$/m);
  });
});

test("a workload that the files lack is mentioned, and the request followed", async () => {
  await withFiles({ "entry.yaml": entry.replace("dns", "DNS") }, async (folder) => {
    const { status, out, err } = await cli(["trace", "--from", "apps/nobody", "https://finance.yahoo.com", folder]);
    assert.equal(status, 0);
    assert.match(err, /no workload nobody in namespace apps/);
    assert.match(out, /^ok: /m);
  });
});

test("the end of a field's path is enough to explain it", async () => {
  const several = await cli(["explain", "tls.mode"]);
  assert.equal(several.status, 0);
  assert.match(several.out, /DestinationRule\.spec\.trafficPolicy\.tls\.mode/);
  assert.match(several.out, /Gateway\.spec\.servers\.tls\.mode/);
  const one = await cli(["explain", "workloadSelector.labels"]);
  assert.equal(one.status, 0);
  assert.equal((await cli(["explain", "credentialname"])).status, 0);
  assert.equal((await cli(["explain", "nothing.here"])).status, 2);
});

test("a reader that goes away ends the output in silence", { skip }, async () => {
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, number) => [`${number}.yaml`, entry]));
  await withFiles(files, async (folder) => {
    for (const format of ["text", "json"]) {
      const { status, err } = await cliProcess(["check", "--format", format, folder], { out: "closed" });
      assert.deepEqual({ status, err }, { status: 1, err: "" });
    }
  });
});

test(
  "output that finds no room is a sentence and status 2",
  {
    skip: process.platform === "linux" ? false : "only Linux has /dev/full",
  },
  async () => {
    await withFiles({ "entry.yaml": entry }, async (folder) => {
      const { status, err } = await cliProcess(["check", folder], { out: openSync("/dev/full", "w") });
      assert.deepEqual({ status, err }, { status: 2, err: "Cannot write the output: ENOSPC\n" });
    });
  },
);
