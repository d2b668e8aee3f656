// Builders of resources for tests, with the spec as YAML of one line.

/** A resource of Istio's networking API; the spec is YAML of one line. */
export function istio(kind: string, name: string, namespace: string, spec: string): string {
  return `apiVersion: networking.istio.io/v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {${spec}}\n`;
}

/** A ServiceEntry resolved by DNS. */
export function entry(host: string, namespace: string, ports: string, more = "resolution: DNS"): string {
  return istio(
    "ServiceEntry",
    host.replaceAll(/[^a-z]/g, "-"),
    namespace,
    `hosts: ["${host}"], ports: [${ports}], ${more}`,
  );
}

/** A Kubernetes Service. */
export function service(name: string, namespace: string, spec: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {${spec}}\n`;
}

/** A port for plain HTTP. */
export const PLAIN = "{number: 80, name: http, protocol: HTTP}";
/** A port for TLS. */
export const TLS = "{number: 443, name: tls, protocol: TLS}";
/** The full host of Istio's egress gateway. */
export const EGRESS = "istio-egressgateway.istio-system.svc.cluster.local";

/** A rule that leads somewhere. */
export function to(host: string, port: number, more = ""): string {
  return `{${more}route: [{destination: {host: "${host}", port: {number: ${port}}}}]}`;
}

/** A Gateway on Istio's egress gateway. */
export function gateway(name: string, namespace: string, servers: string): string {
  return istio("Gateway", name, namespace, `selector: {istio: egressgateway}, servers: [${servers}]`);
}

/** A VirtualService. */
export function routes(name: string, namespace: string, host: string, spec: string): string {
  return istio("VirtualService", name, namespace, `hosts: ["${host}"], ${spec}`);
}
