// Who sees what.
import assert from "node:assert/strict";
import { test } from "node:test";
import { importsService, importsVirtualService, isExportedTo, readImport } from "./visibility";

const EXPORTS: readonly (readonly [readonly string[], string, string, boolean])[] = [
  [["*"], "a", "b", true],
  [["."], "a", "a", true],
  [["."], "a", "b", false],
  [["b"], "a", "b", true],
  [["b"], "a", "a", false],
  [["~"], "a", "a", false],
  [[".", "c"], "a", "c", true],
];

for (const [exportTo, own, to, expected] of EXPORTS) {
  test(`[${exportTo.join(", ")}] of ${own} is ${expected ? "seen" : "not seen"} in ${to}`, () => {
    assert.equal(isExportedTo(exportTo, own, to), expected);
  });
}

const IMPORTS: readonly (readonly [string, string, string, boolean, boolean])[] = [
  // entry, namespace, host, as a service, as a VirtualService's host
  ["./*", "shop", "a.example", true, true],
  ["./*", "other", "a.example", false, false],
  ["*/a.example", "other", "a.example", true, true],
  ["*/*.example", "other", "a.example", true, true],
  ["*/a.example", "other", "*.example", false, true],
  ["other/a.example", "other", "a.example", true, true],
  ["~/*", "shop", "a.example", false, false],
  ["a.example", "shop", "a.example", false, false],
];

for (const [entry, namespace, host, asService, asVirtualService] of IMPORTS) {
  test(`"${entry}" in shop and ${host} of ${namespace}`, () => {
    const read = readImport(entry, "shop");
    const imports = read === undefined ? [] : [read];
    assert.equal(importsService(imports, namespace, host), asService);
    assert.equal(importsVirtualService(imports, namespace, [host]), asVirtualService);
  });
}
