// What people write as a target.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTarget } from "./target";

const READ: readonly (readonly [string, string])[] = [
  ["http://a.example", "http a.example 80 /"],
  ["http://A.example:8080/x?y=1#z", "http a.example 8080 /x?y=1"],
  ["https://a.example/x", "https a.example 443 /x"],
  ["https://user:word@a.example", "https a.example 443 /"],
  ["tls://a.example:8443", "tls a.example 8443 /"],
  ["tcp://10.0.0.1:3306", "tcp 10.0.0.1 3306 / at 10.0.0.1"],
  ["http://[2001:db8::1]:8080/", "http 2001:db8::1 8080 / at 2001:db8::1"],
  ["http://a.example?x=1", "http a.example 80 /?x=1"],
  ["a.example", "no-scheme"],
  ["ftp://a.example", "unknown-scheme"],
  ["http:///x", "no-host"],
  ["tcp://a.example", "no-port"],
  ["http://a.example:0", "invalid-port"],
  ["http://a.example:x", "invalid-port"],
];

for (const [text, expected] of READ) {
  test(`${text} is ${expected}`, () => {
    const read = parseTarget(text);
    const shown =
      "target" in read
        ? `${read.target.scheme} ${read.target.host} ${read.target.port} ${read.target.path ?? ""}${
            read.target.address === undefined ? "" : ` at ${read.target.address}`
          }`
        : read.problem;
    assert.equal(shown, expected);
  });
}
