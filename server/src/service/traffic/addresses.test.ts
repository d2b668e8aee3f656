// Which range holds which address.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contains, isSameRange, isSingleAddress, readRange } from "./addresses";

const HOLDS: readonly (readonly [string, string, boolean])[] = [
  ["10.0.0.0/8", "10.1.2.3", true],
  ["10.0.0.0/8", "11.1.2.3", false],
  ["10.1.2.3", "10.1.2.3", true],
  ["0.0.0.0/0", "8.8.8.8", true],
  ["10.0.0.0/8", "::1", false],
  ["1234:1f1::/16", "1234::1", true],
  ["1234:1f1:123:123:f816:3eff:feb8:2287/32", "1234:1f1:1:1:1:1:1:1", true],
  ["::ffff:10.0.0.0/104", "::ffff:10.1.1.1", true],
  ["2001:db8::/32", "2001:db9::1", false],
];

for (const [range, address, expected] of HOLDS) {
  test(`${range} ${expected ? "holds" : "does not hold"} ${address}`, () => {
    const read = readRange(range);
    const wanted = readRange(address);
    assert.ok(read !== undefined && wanted !== undefined);
    assert.equal(contains(read, wanted), expected);
  });
}

for (const text of ["", "a.example", "10.0.0", "10.0.0.256", "10.0.0.0/33", "1:2:3", "::1::", "1:::2", "12345::"]) {
  test(`"${text}" is no range`, () => {
    assert.equal(readRange(text), undefined);
  });
}

test("bits beyond the length do not matter", () => {
  const a = readRange("10.1.2.3/8");
  const b = readRange("10.9.9.9/8");
  assert.ok(a !== undefined && b !== undefined);
  assert.ok(isSameRange(a, b));
  assert.ok(!isSingleAddress(a));
});
