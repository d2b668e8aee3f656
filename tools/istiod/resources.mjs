// Resources as plain objects, in the words of the API.

export function resource(apiVersion, kind, name, namespace, spec) {
  return { apiVersion, kind, metadata: { name, namespace }, spec };
}
const istio = (kind) => (name, namespace, spec) => resource("networking.istio.io/v1", kind, name, namespace, spec);

export const entry = istio("ServiceEntry");
export const rule = istio("DestinationRule");
export const virtualService = istio("VirtualService");
export const sidecar = istio("Sidecar");
export const gateway = (name, namespace, servers) =>
  istio("Gateway")(name, namespace, { selector: { istio: "egressgateway" }, servers });
export const service = (name, namespace, spec) => resource("v1", "Service", name, namespace, spec);

/** A Deployment whose pods have these labels. */
export const workload = (name, namespace, labels) =>
  resource("apps/v1", "Deployment", name, namespace, {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: "main", image: "main" }] } },
  });

/** The mesh configuration, as istiod reads it. */
export const meshConfig = (lines) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "istio", namespace: "istio-system" },
  data: { mesh: lines },
});

export const route = (host, number, subset) => ({
  destination: {
    host,
    ...(number === undefined ? {} : { port: { number } }),
    ...(subset === undefined ? {} : { subset }),
  },
});
