// What `check --fix` may do to somebody's only copy: repair the text, and nothing else. Every other circumstance is a reason to leave the file alone.
import assert from "node:assert/strict";
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { replaceFile } from "../../server/src/cli/replace-file.node";
import { cli, withFiles } from "../support/cli";
import { cliProcess } from "../support/cli-process";

const skip = process.platform === "win32" ? "Windows has no such files" : false;
const isAdministrator = process.getuid?.() === 0;

const broken = `# kept
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: finance, namespace: apps }
spec:
  hosts: [finance.yahoo.com]
  ports:
  - { number: 443, name: https, protocol: HTTPS }
  resolution: dns # in capitals
`;
const mended = broken.replace("dns", "DNS");

const BOM = "\uFEFF";
const shapes: readonly { readonly name: string; readonly change: (text: string) => string }[] = [
  { name: "Windows line ends", change: (text) => text.replaceAll("\n", "\r\n") },
  { name: "mixed line ends", change: (text) => text.replace("\n", "\r\n") },
  { name: "a byte order mark", change: (text) => BOM + text },
  { name: "no line end at the end", change: (text) => text.trimEnd() },
  { name: "Korean comments", change: (text) => text.replace("# kept", "# 그대로 둔다 🌐") },
];
for (const { name, change } of shapes) {
  test(`--fix keeps ${name}`, async () => {
    await withFiles({ "entry.yaml": change(broken) }, async (folder) => {
      assert.equal((await cli(["check", "--fix", folder])).status, 0);
      assert.deepEqual(readFileSync(join(folder, "entry.yaml")), Buffer.from(change(mended)));
    });
  });
}

test("--fix keeps every mode, whatever the umask", { skip }, async () => {
  const before = process.umask(0o077);
  try {
    for (const mode of [0o600, 0o640, 0o664, 0o666, 0o775, 0o4755]) {
      await withFiles({ "entry.yaml": broken }, async (folder) => {
        const path = join(folder, "entry.yaml");
        chmodSync(path, mode);
        assert.equal((await cli(["check", "--fix", path])).status, 0);
        assert.equal(readFileSync(path, "utf8"), mended);
        assert.equal((statSync(path).mode & 0o7777).toString(8), mode.toString(8));
      });
    }
  } finally {
    process.umask(before);
  }
});

test("--fix repairs what a link leads to, and leaves the link", { skip }, async () => {
  await withFiles({ "real.yaml": broken }, async (folder) => {
    const link = join(folder, "link.yaml");
    symlinkSync("real.yaml", link);
    assert.equal((await cli(["check", "--fix", link])).status, 0);
    assert.equal(readlinkSync(link), "real.yaml");
    assert.equal(readFileSync(join(folder, "real.yaml"), "utf8"), mended);
  });
});

test("a file that two paths lead to is one file", { skip }, async () => {
  await withFiles({ "real.yaml": broken }, async (folder) => {
    const link = join(folder, "link.yaml");
    symlinkSync("real.yaml", link);
    const { status, err } = await cli(["check", "--fix", link, join(folder, "real.yaml")]);
    assert.deepEqual({ status, err }, { status: 0, err: "Repaired 1 file.\n" });
  });
});

interface Left {
  readonly name: string;
  /** Makes the circumstance; the file is `entry.yaml`. */
  readonly prepare: (folder: string, path: string) => void;
  readonly says: RegExp;
  readonly skip?: string | false;
}
const latin = Buffer.concat([Buffer.from("# caf\u00E9\n", "latin1"), Buffer.from(broken)]);
const left: readonly Left[] = [
  {
    name: "is not UTF-8",
    prepare: (_folder, path) => {
      writeFileSync(path, latin);
    },
    says: /entry\.yaml: not UTF-8 text/,
  },
  {
    name: "has another name",
    prepare: (folder, path) => {
      linkSync(path, join(folder, "same.txt"));
    },
    says: /Left .*entry\.yaml as it is: it has other names/,
    skip,
  },
  {
    name: "is read-only",
    prepare: (_folder, path) => {
      chmodSync(path, 0o444);
    },
    says: /Left .*entry\.yaml as it is: it or its folder is read-only/,
  },
];
for (const { name, prepare, says, skip: isSkipped = false } of left) {
  test(`--fix leaves a file alone that ${name}, says so, and repairs the others`, { skip: isSkipped }, async () => {
    await withFiles({ "entry.yaml": broken, "other.yaml": mended.replaceAll("finance", "other") }, async (folder) => {
      mkdirSync(join(folder, "more"));
      writeFileSync(join(folder, "more", "third.yaml"), broken.replaceAll("finance", "third"));
      const path = join(folder, "entry.yaml");
      prepare(folder, path);
      const before = readFileSync(path);
      const { mode, ino } = lstatSync(path);
      const { status, err } = await cli(["check", "--fix", path, folder]);
      chmodSync(folder, 0o755);
      assert.equal(status, 2, err);
      assert.match(err, says);
      assert.deepEqual(readFileSync(path), before);
      assert.deepEqual([lstatSync(path).mode, lstatSync(path).ino], [mode, ino]);
      assert.match(readFileSync(join(folder, "more", "third.yaml"), "utf8"), /resolution: DNS/);
      assert.deepEqual(
        readdirSync(folder).filter((entry) => entry.endsWith(".tmp")),
        [],
      );
    });
  });
}

test("--fix says which folder it may not write, and fails", { skip }, async () => {
  await withFiles({ "entry.yaml": broken }, async (folder) => {
    const path = join(folder, "entry.yaml");
    const user = isAdministrator ? { uid: 65534, gid: 65534 } : {};
    if (user.uid !== undefined) for (const each of [folder, path]) chownSync(each, user.uid, user.gid);
    chmodSync(folder, 0o555);
    const { status, err } = await cliProcess(["check", "--fix", folder], user);
    chmodSync(folder, 0o755);
    assert.equal(status, 2, err);
    assert.match(err, /^Left .*entry\.yaml as it is: it or its folder is read-only$/m);
    assert.doesNotMatch(err, /^\s+at /m);
    assert.equal(readFileSync(path, "utf8"), broken);
  });
});

test(
  "--fix leaves a file alone whose owner it cannot keep",
  {
    skip: isAdministrator ? skip : "needs the administrator, to make another's file",
  },
  async () => {
    await withFiles({ "entry.yaml": broken }, async (folder) => {
      chmodSync(folder, 0o777);
      chmodSync(join(folder, "entry.yaml"), 0o666);
      const { status, err } = await cliProcess(["check", "--fix", folder], { uid: 65534, gid: 65534 });
      assert.equal(status, 2, err);
      assert.match(err, /its owner could not be kept/);
      assert.equal(readFileSync(join(folder, "entry.yaml"), "utf8"), broken);
    });
  },
);

test(
  "--fix leaves the owner of another's file to them",
  {
    skip: isAdministrator ? skip : "needs the administrator, to make another's file",
  },
  async () => {
    await withFiles({ "entry.yaml": broken }, async (folder) => {
      const path = join(folder, "entry.yaml");
      chownSync(path, 12345, 54321);
      assert.equal((await cli(["check", "--fix", folder])).status, 0);
      assert.deepEqual([statSync(path).uid, statSync(path).gid], [12345, 54321]);
    });
  },
);

test("what was saved, or taken away, meanwhile is left alone", async () => {
  await withFiles({ "entry.yaml": "theirs\n" }, async (folder) => {
    const path = join(folder, "entry.yaml");
    assert.deepEqual(await replaceFile(path, broken, mended), { kind: "left", reason: "changed", code: "" });
    assert.equal(readFileSync(path, "utf8"), "theirs\n");
    unlinkSync(path);
    assert.deepEqual(await replaceFile(path, broken, mended), { kind: "left", reason: "gone", code: "ENOENT" });
    assert.deepEqual(readdirSync(folder), []);
  });
});

test("what a killed run left is removed by the next, and never read", async () => {
  await withFiles({ "entry.yaml": mended }, async (folder) => {
    const stale = `.istio-egress-${2 ** 22 + 7}-0123456789abcdef.tmp`;
    const theirs = ".someone-else.tmp";
    for (const name of [stale, theirs]) writeFileSync(join(folder, name), broken);
    const { status, err } = await cli(["check", "--fix", folder]);
    assert.deepEqual({ status, err }, { status: 0, err: "" });
    assert.deepEqual([existsSync(join(folder, stale)), existsSync(join(folder, theirs))], [false, true]);
  });
});

test("check without --fix, and --diff, write and remove nothing", async () => {
  await withFiles({ "entry.yaml": broken }, async (folder) => {
    const stale = join(folder, `.istio-egress-${2 ** 22 + 7}-0123456789abcdef.tmp`);
    writeFileSync(stale, "");
    chmodSync(join(folder, "entry.yaml"), 0o644);
    for (const args of [[], ["--diff"]]) await cli(["check", ...args, folder]);
    assert.ok(existsSync(stale));
    assert.equal(readFileSync(join(folder, "entry.yaml"), "utf8"), broken);
  });
});

test("a repair that reaches into a file that cannot be written is not made by half", async () => {
  const gateway = `apiVersion: networking.istio.io/v1beta1
kind: Gateway
metadata: { name: way, namespace: istio-system }
spec:
  selector: { istio: egressgateway }
  servers:
  - port: { number: 443, name: https, protocol: HTTPS }
    tls: { mode: PASSTHROUGH }
    hosts: [finance.yahoo.com]
`;
  await withFiles({ "entry.yaml": broken, "way.yaml": gateway }, async (folder) => {
    chmodSync(join(folder, "way.yaml"), 0o444);
    const { status } = await cli(["check", "--fix", folder]);
    assert.equal(status, 2);
    assert.equal(readFileSync(join(folder, "way.yaml"), "utf8"), gateway);
    assert.equal(readFileSync(join(folder, "entry.yaml"), "utf8"), mended);
  });
});

test("a run that is killed leaves every file whole, and its temporaries to the next run", { skip }, async () => {
  const names = Array.from({ length: 30 }, (_, number) => `entry-${number}.yaml`);
  const files = Object.fromEntries(names.map((name) => [name, broken.replaceAll("finance", name.slice(0, -5))]));
  await withFiles(files, async (folder) => {
    for (let delay = 120; delay < 900; delay += 130) {
      await cliProcess(["check", "--fix", folder], { killAfter: delay });
      for (const name of names) {
        const text = readFileSync(join(folder, name), "utf8");
        assert.ok([files[name], files[name]?.replace("dns", "DNS")].includes(text), `${name} is whole`);
      }
    }
    assert.equal((await cliProcess(["check", "--fix", folder])).status, 0);
    assert.deepEqual(readdirSync(folder).sort(), [...names].sort());
  });
});
