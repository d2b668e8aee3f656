import { test } from "node:test";
import { checkFindings, checkNoRepair, checkRepair } from "../../../../test/support/check";
import { rule } from "./authority-not-rewritten";

const code = "authority-not-rewritten";
const before = (rule.examples.bad[0] ?? "").replace(/.*\^\^.*\n/, "");

test("the Host header is rewritten, beside a rewrite of the path too", () => {
  const route = "  - route:\n";
  checkRepair(before, before.replace(route, "  - rewrite:\n      authority: finance.yahoo.com\n    route:\n"), {
    code,
  });
  const path = "  - rewrite: { uri: /v2 }\n    route:\n";
  checkRepair(
    before.replace(route, path),
    before.replace(route, "  - rewrite: { uri: /v2, authority: finance.yahoo.com }\n    route:\n"),
    { code },
  );
});

test("another name of the outside may be one that the server knows", () => {
  checkFindings(
    (rule.examples.bad[0] ?? "")
      .replace("hosts: [finance]", "hosts: [money.example.com]")
      .replace("warning", "information"),
    { codes: [code] },
  );
});

test("silent where the header is written, or the name is one of the server's", () => {
  for (const source of [
    before.replace("  - route:", "  - headers: { request: { set: { Host: finance.yahoo.com } } }\n    route:"),
    before.replace("hosts: [finance]", 'hosts: ["*.yahoo.com"]'),
    before
      .replace("hosts: [finance]", "hosts: [money.yahoo.com]")
      .replace("hosts: [finance.yahoo.com]", "hosts: [finance.yahoo.com, money.yahoo.com]"),
  ])
    checkFindings(source, { codes: [code] });
});

test("no repair where the destinations want several headers", () => {
  const shared = `    - destination: { host: other.example.com }
      weight: 10
`;
  checkNoRepair(before + shared, { code });
});
