// Lost indentation, case by case: the text as it should stand, and ways in which its white space went missing.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  checkLeftAlone,
  checkRebuilt,
  contents,
  flattened,
  resource,
} from "../../../../test/support/check-indentation";
import { rebuildIndentation } from "./indentation";

const isNightly = process.env.NIGHTLY !== undefined && process.env.NIGHTLY !== "";

const SERVICE_ENTRY = `apiVersion: networking.istio.io/v1beta1
kind: ServiceEntry
metadata:
  name: yahoo-ext
spec:
  hosts:
  - finance.yahoo.com
  location: MESH_EXTERNAL
  ports:
  - number: 80
    name: http
    protocol: HTTP
  - number: 443
    name: https
    protocol: HTTPS
  resolution: DNS
`;

const GATEWAY = `apiVersion: networking.istio.io/v1beta1
kind: Gateway
metadata:
  name: yahoo-egressgateway
  namespace: default
spec:
  selector:
    istio: egressgateway
  servers:
  - port:
      number: 80
      name: http
      protocol: HTTP
    hosts:
    - finance.yahoo.com
`;

const DESTINATION_RULE = `apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata:
  name: originate-tls-for-yahoo-com
spec:
  host: finance.yahoo.com
  trafficPolicy:
    portLevelSettings:
    - port:
        number: 443
      tls:
        mode: SIMPLE
`;

const VIRTUAL_SERVICE = `apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata:
  name: direct-yahoo-through-egress-gateway
spec:
  hosts:
  - finance.yahoo.com
  gateways:
  - yahoo-egressgateway
  - mesh
  http:
  - name: mesh
    match:
    - port: 80
      gateways:
      - mesh
    route:
    - destination:
        host: istio-egressgateway.istio-system.svc.cluster.local
        port:
          number: 80
  - name: yahoo-egressgateway
    match:
    - port: 80
      gateways:
      - yahoo-egressgateway
    route:
    - destination:
        host: finance.yahoo.com
        port:
          number: 443
`;

const CLASSIC = { SERVICE_ENTRY, GATEWAY, DESTINATION_RULE, VIRTUAL_SERVICE };

describe("the classic four resources come back from the margin", () => {
  for (const [name, text] of Object.entries(CLASSIC)) {
    test(name, () => {
      checkRebuilt(text);
    });
  }
  test("a head whose routes are told apart by a comment", () => {
    checkRebuilt(VIRTUAL_SERVICE.replace("  http:\n", "  http:\n  # routes follow\n"));
  });
  test("a head without routes, its comment at the margin as nothing follows it", () => {
    const head = VIRTUAL_SERVICE.slice(0, VIRTUAL_SERVICE.indexOf("  - name: mesh"));
    checkRebuilt(`${head}# routes follow\n`);
  });
});

describe("what else is in a text stays as it was", () => {
  const cases: Readonly<Record<string, string>> = {
    "document markers, comments, blank lines, spaces at line ends": `# before
---
# about the resource
apiVersion: networking.istio.io/v1 # newest
kind: ServiceEntry
metadata: # who
  name: a  
spec:

  # hosts below
  hosts: # one
  - a.example.com   # the only one
  # ports below

  ports:
  # the first
  - number: 80
    # its name
    name: http
    protocol: HTTP

  resolution: DNS
...
`,
    "windows line breaks and a byte order mark": `\uFEFF${SERVICE_ENTRY.replaceAll("\n", "\r\n")}`,
    "no line break at the end": SERVICE_ENTRY.trimEnd(),
    "quotes, flow values, anchors and aliases": resource(
      "ServiceEntry",
      "  'hosts': &hosts",
      '  - "a: b.example.com" # {',
      "  addresses: [192.0.2.1, '192.0.2.2']",
      "  ports:",
      "  - { number: 80, name: http, protocol: HTTP }",
      "  - number: 443",
      "    name: 'tls'",
      "  subjectAltNames: *hosts",
    ),
    "a flow value over several lines": resource(
      "ServiceEntry",
      "  hosts: [",
      "    a.example.com, # first",
      "    'b]c.example.com'",
      "    ]",
      "  ports:",
      "  - number: 80",
      "    name: http",
    ),
    "quoted text over several lines": resource(
      "ServiceEntry",
      "  hosts:",
      "  - a.example.com",
      '  location: "MESH_',
      '    EXTERNAL"',
      "  resolution: STATIC",
      "  workloadSelector:",
      "    labels:",
      "      note: 'one",
      "        two'",
    ),
    "dashes with more space behind them": resource(
      "ServiceEntry",
      "  ports:",
      "  -   number: 80",
      "      name: http",
      "  hosts:",
      "  - a.example.com",
    ),
    "a dash with nothing behind it": resource(
      "ServiceEntry",
      "  ports:",
      "  -",
      "    number: 80",
      "    name: http",
      "  hosts:",
      "  - a.example.com",
    ),
  };
  for (const [name, text] of Object.entries(cases)) {
    test(name, () => {
      checkRebuilt(text);
    });
  }
});

describe("indentation that is lost in part", () => {
  const from = (start: number, change: (line: string) => string) => (text: string) =>
    text
      .split("\n")
      .map((line, at) => (at >= start ? change(line) : line))
      .join("\n");
  const cases: Readonly<Record<string, (text: string) => string>> = {
    "from the middle on": from(10, (line) => line.trimStart()),
    "only metadata": (text) => text.replace("\n  name:", "\nname:"),
    "everything below the outermost keys in one column": (text) => text.replace(/^ +/gm, "  "),
    "the first step of every line": (text) => text.replace(/^ {2}/gm, ""),
    "white space that YAML does not know": (text) => text.replace(/^ +/gm, (lead) => "\u00A0".repeat(lead.length)),
    "the whole block moved to the right": (text) => flattened(text).replace(/^(?=.)/gm, "    "),
  };
  for (const [name, damage] of Object.entries(cases)) {
    test(name, () => {
      checkRebuilt(VIRTUAL_SERVICE, damage);
    });
  }

  test("the style of what is left is kept", () => {
    const wide = VIRTUAL_SERVICE.replace(/^ +/gm, (lead) => lead.repeat(2));
    checkRebuilt(wide.replace(/^( +)- (\w+:)/gm, "$1-   $2"), (text) => text.replace(/\n {4}http:[^]*$/, flattened));
  });
});

describe("lines whose place is not certain are named", () => {
  test("a policy that fits the subset and the rule", () => {
    checkRebuilt(
      resource(
        "DestinationRule",
        "  host: a",
        "  subsets:",
        "  - name: v1",
        "    trafficPolicy:",
        "      tls:",
        "        mode: SIMPLE",
      ),
      flattened,
      { "trafficPolicy:": "fits-twice" },
    );
  });
  test("a field that nothing has", () => {
    checkRebuilt(
      resource(
        "ServiceEntry",
        "  hosts:",
        "  - a.example.com",
        "  ports:",
        "  - number: 80",
        "    nmae: http",
        "    protocol: HTTP",
      ),
      flattened,
      { "nmae: http": "unknown-field" },
    );
  });
  test("prose", () => {
    checkRebuilt(SERVICE_ENTRY.replace("  ports:\n", "    about the ports\n  ports:\n"), flattened, {
      "about the ports": "unreadable",
    });
  });
  test("a field that might be text of the block above", () => {
    checkRebuilt(
      resource(
        "VirtualService",
        "  hosts:",
        "  - a.example.com",
        "  http:",
        "  - directResponse:",
        "      status: 200",
        "      body:",
        "        string: |",
        "          <html>",
        "",
        "          <p>closed</p>",
        "          </html>",
        "    name: closed",
      ),
      flattened,
      { "name: closed": "fits-twice" },
    );
  });
  test("a second resource without a line between", () => {
    checkRebuilt(SERVICE_ENTRY + GATEWAY, flattened, { "apiVersion: networking.istio.io/v1beta1": "second-resource" });
  });
});

describe("left alone", () => {
  const cases: Readonly<Record<string, string>> = {
    nothing: "",
    "another kind": flattened(SERVICE_ENTRY).replace("networking.istio.io/v1beta1", "apps/v1"),
    "a Gateway of the Gateway API": flattened(GATEWAY).replace("networking.istio.io", "gateway.networking.k8s.io"),
    "four spaces, dashes pushed in": `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
    name: a
spec:
    hosts:
        - a
    http:
        -
            match:
                - uri:
                    prefix: /
            route:
                -   destination:
                        host: a
`,
    "moved to the right as a whole": SERVICE_ENTRY.replace(/^/gm, "   "),
    "flow style": `apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: a}\nspec: {hosts: [a.example.com],\n  ports: [{number: 80,\n  name: http}]}\n`,
    "nothing to indent": `apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: default}\nspec: {}\n`,
    "half typed": `apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata:\n  name: a\nspec:\n  egress:\n  -\n`,
    "spec forgotten": `apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata:\n  name: a\nhosts:\n- a.example.com\nports:\n- number: 80\n  name: http\n`,
    "one field at the wrong depth": SERVICE_ENTRY.replace("  resolution", "resolution"),
    "a field that does not exist": SERVICE_ENTRY.replace("  resolution:", "  reslution:"),
    "keys without a value": `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: a\n  labels:\nspec:\n  host: a\n  trafficPolicy:\n  subsets:\nstatus:\n`,
    "text that looks like fields": SERVICE_ENTRY.replace(
      "  name: yahoo-ext\n",
      "  name: yahoo-ext\n  annotations:\n    note: |\n      spec:\n      hosts:\n      - a\n    more: >-\n     ports:\n     - number: 80\n",
    ),
  };
  for (const [name, text] of Object.entries(cases)) {
    test(name, () => {
      checkLeftAlone(text);
    });
  }
});

describe("whatever is cut out of a text", () => {
  const texts = Object.values(CLASSIC);
  const line = fc.oneof(
    fc.constantFrom(...texts.flatMap((text) => text.split("\n"))),
    fc.constantFrom(
      "- ",
      "-",
      "- - a",
      "a: |",
      "x: [",
      "y: 'it",
      "? z",
      "{{ if }}",
      "#",
      "<<: *a",
      "key: &a",
      "\t- q: 1",
    ),
    fc.string({ maxLength: 12 }),
  );
  const damaged = fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.nat(30), line), { maxLength: 4 }),
      fc.array(fc.nat(30), { maxLength: 6 }),
    )
    .map(([text, added, cut]) => {
      const lines = flattened(text).split("\n");
      for (const [at, extra] of added) lines.splice(Math.min(at, lines.length), 0, extra);
      return lines.filter((_, at) => !cut.includes(at) || at < 2).join("\n");
    });

  test("no line is lost, added or moved, and a second time changes nothing", () => {
    fc.assert(
      fc.property(damaged, (text) => {
        const rebuilt = rebuildIndentation(text);
        assert.deepEqual(contents(rebuilt.text), contents(text));
        assert.equal(rebuildIndentation(rebuilt.text).text, rebuilt.text);
      }),
      { numRuns: isNightly ? 3000 : 80 },
    );
  });

  test("any text is taken", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: "binary" }), fc.constantFrom(...texts), (text, good) => {
        for (const whole of [text, flattened(good) + text, text + flattened(good)]) {
          assert.deepEqual(contents(rebuildIndentation(whole).text), contents(whole));
        }
      }),
      { numRuns: isNightly ? 1000 : 25 },
    );
  });
});
