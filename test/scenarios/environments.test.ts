// Repositories that hold more than one mesh's files: overlays of a kustomization and folders for environments.
import { test } from "node:test";
import { checkFindings } from "../support/check";

const base = `#- /mesh/base/all.yaml
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: partner }
spec:
  hosts: [api.partner.com]
  ports:
  - { number: 80, name: http, protocol: HTTP, targetPort: 443 }
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: partner }
spec:
  host: api.partner.com
  trafficPolicy:
    portLevelSettings:
    - port: { number: 80 }
      tls: { mode: SIMPLE }
`;

test("patches of a kustomization are parts of resources, so nothing is missing in them", () => {
  checkFindings(`${base}
#- /mesh/overlays/prod/kustomization.yaml
resources: [../../base]
patches:
- path: rule.yaml
- path: ./entry.yaml
- target: { kind: Gateway }
  patch: "[]"
#- /mesh/overlays/prod/rule.yaml
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: partner }
spec:
  trafficPolicy:
    connectionPool: { tcp: { maxConnections: 100 } }
#- /mesh/overlays/prod/entry.yaml
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: partner }
spec:
  exportTo: ["."]
#- /mesh/overlays/dev/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
patchesStrategicMerge:
- route.yaml
#- /mesh/overlays/dev/route.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: partner }
spec:
  hosts: [api.dev.partner.com]
`);
});

test("what is written in a patch is still checked", () => {
  checkFindings(`${base}
#- /mesh/overlays/prod/kustomization.yaml
patches: [{ path: rule.yaml }]
#- /mesh/overlays/prod/rule.yaml
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: partner }
spec:
  trafficPolicy:
    tls: { mode: SIMPEL }
    #            ^^^^^^ error unknown-value
`);
});

test("the DestinationRule of one environment says nothing about the routes of another", () => {
  checkFindings(`#- /mesh/dev/all.yaml
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: pay, namespace: shop-dev }
spec:
  hosts: [api.pay.com]
  ports: [{ number: 80, name: http, protocol: HTTP, targetPort: 443 }]
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: pay, namespace: shop-dev }
spec:
  host: api.pay.com
  trafficPolicy: { tls: { mode: SIMPLE } }
#- /mesh/prod/all.yaml
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: pay, namespace: shop-prod }
spec:
  hosts: [api.pay.com]
  ports: [{ number: 443, name: tls, protocol: TLS }]
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: pay, namespace: shop-prod }
spec:
  hosts: [api.pay.com]
  tls:
  - match: [{ port: 443, sniHosts: [api.pay.com] }]
    route: [{ destination: { host: api.pay.com, port: { number: 443 } } }]
`);
});

test("resources that no namespace sees together say nothing about each other", () => {
  checkFindings(`apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: pay, namespace: dev }
spec:
  hosts: [api.pay.com]
  exportTo: ["."]
  ports: [{ number: 80, name: http, protocol: HTTP, targetPort: 443 }]
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: pay, namespace: dev }
spec:
  host: api.pay.com
  exportTo: ["."]
  trafficPolicy: { tls: { mode: SIMPLE } }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: pay, namespace: prod }
spec:
  hosts: [api.pay.com]
  exportTo: ["."]
  ports: [{ number: 443, name: tls, protocol: TLS }]
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: pay, namespace: prod }
spec:
  hosts: [api.pay.com]
  exportTo: ["."]
  tls:
  - match: [{ port: 443, sniHosts: [api.pay.com] }]
    route: [{ destination: { host: api.pay.com, port: { number: 443 } } }]
`);
});
