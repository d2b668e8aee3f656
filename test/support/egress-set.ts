// One egress set for a partner's API, resource by resource, for tests that leave one out or change one.

/** The ServiceEntry: plain HTTP on 80, HTTPS on 443. */
export const ENTRY = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata:
  name: partner
  namespace: shop
spec:
  hosts:
  - api.partner.example
  ports:
  - number: 80
    name: http
    protocol: HTTP
  - number: 443
    name: https
    protocol: HTTPS
  resolution: DNS
`;

/** The Gateway: plain HTTP on port 80. */
export const GATEWAY = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: partner-egress
  namespace: shop
spec:
  selector:
    istio: egressgateway
  servers:
  - port:
      number: 80
      name: http
      protocol: HTTP
    hosts:
    - api.partner.example
`;

/** The Gateway with mutual TLS on port 80. */
export const MUTUAL_GATEWAY = GATEWAY.replace(
  /protocol: HTTP\n    hosts:\n    - api.partner.example\n/,
  `protocol: HTTPS
    hosts:
    - api.partner.example
    tls:
      mode: ISTIO_MUTUAL
`,
);

/** The DestinationRule that originates TLS on port 443. */
export const ORIGINATE = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: originate-tls
  namespace: shop
spec:
  host: api.partner.example
  trafficPolicy:
    portLevelSettings:
    - port:
        number: 443
      tls:
        mode: SIMPLE
`;

/** The DestinationRule for the hop to the gateway: a subset with mutual TLS. */
export const HOP = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: to-egress
  namespace: shop
spec:
  host: istio-egressgateway.istio-system.svc.cluster.local
  subsets:
  - name: partner
    trafficPolicy:
      portLevelSettings:
      - port:
          number: 80
        tls:
          mode: ISTIO_MUTUAL
          sni: api.partner.example
`;

/** The VirtualService: mesh to gateway on 80, gateway to the partner on 443. */
export const ROUTES = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: partner
  namespace: shop
spec:
  hosts:
  - api.partner.example
  gateways:
  - partner-egress
  - mesh
  http:
  - name: to-gateway
    match:
    - gateways:
      - mesh
      port: 80
    route:
    - destination:
        host: istio-egressgateway.istio-system.svc.cluster.local
        port:
          number: 80
  - name: to-partner
    match:
    - gateways:
      - partner-egress
      port: 80
    route:
    - destination:
        host: api.partner.example
        port:
          number: 443
`;

/** The VirtualService that uses the hop's subset. */
export const SUBSET_ROUTES = ROUTES.replace(
  "svc.cluster.local\n        port:",
  "svc.cluster.local\n        subset: partner\n        port:",
);

/** Gateway and VirtualService for the client's own TLS. */
export const PASSTHROUGH = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: partner-egress
  namespace: shop
spec:
  selector:
    istio: egressgateway
  servers:
  - port:
      number: 443
      name: tls
      protocol: TLS
    hosts:
    - api.partner.example
    tls:
      mode: PASSTHROUGH
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: partner
  namespace: shop
spec:
  hosts:
  - api.partner.example
  gateways:
  - partner-egress
  - mesh
  tls:
  - match:
    - gateways:
      - mesh
      port: 443
      sniHosts:
      - api.partner.example
    route:
    - destination:
        host: istio-egressgateway.istio-system.svc.cluster.local
        port:
          number: 443
  - match:
    - gateways:
      - partner-egress
      port: 443
      sniHosts:
      - api.partner.example
    route:
    - destination:
        host: api.partner.example
        port:
          number: 443
`;

/** Documents of one file. */
export function set(...documents: readonly string[]): string {
  return documents.join("---\n");
}
