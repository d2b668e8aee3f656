import { test } from "node:test";
import { checkExamples, checkNoRepair, checkRepair } from "../../../../test/support/check";
import { rule } from "./unknown-field";

test("unknown-field: the examples hold", () => {
  checkExamples(rule);
});

test("unknown-field: a misspelt field is renamed, its value and comment untouched", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  exportsTo: ["."] # only here
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  exportTo: ["."] # only here
`,
    { code: "unknown-field" },
  );
});

test("unknown-field: a field of the spec moves from the top level into it", () => {
  checkRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
ports:
- number: 443 # tls
  name: https
  protocol: HTTPS
spec:
  hosts: [api.example.com]
`,
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  ports:
  - number: 443 # tls
    name: https
    protocol: HTTPS
`,
    { code: "unknown-field" },
  );
});

test("unknown-field: a field with no likely name is left to its author", () => {
  checkNoRepair(
    `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: api
spec:
  hosts: [api.example.com]
  proxyColor: blue
`,
    { code: "unknown-field" },
  );
});

test("unknown-field: a field one level too high moves below the object that is still to be written", () => {
  const rule = (rest: string): string => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
    name: api
spec:
    host: api.example.com
${rest}
    exportTo: ["."]
`;
  checkRepair(
    rule(`    portLevelSettings: # per port
    - port:
          number: 443

      tls:
          mode: SIMPLE # originate`),
    rule(`    trafficPolicy:
        portLevelSettings: # per port
        - port:
              number: 443

          tls:
              mode: SIMPLE # originate`),
    { code: "unknown-field" },
  );
});
