// Istio's Gateway: which ports a gateway workload opens, for which hosts, and how it treats TLS there. Not the Gateway API's kind of that name.
// https://istio.io/latest/docs/reference/config/networking/gateway/
import type { Span } from "../base/span";
import { type Field, booleanField, integerField, objectField, objectList, textField, textList, textMap } from "./field";
import type { IstioResourceBase } from "./resource";

/** TLS settings of a server. */
export interface ServerTls {
  readonly span: Span;
  readonly keySpan: Span;
  readonly mode: Field<string> | undefined;
  readonly credentialName: Field<string> | undefined;
  readonly credentialNames: readonly Field<string>[];
  readonly serverCertificate: Field<string> | undefined;
  readonly privateKey: Field<string> | undefined;
  readonly caCertificates: Field<string> | undefined;
  readonly httpsRedirect: Field<boolean> | undefined;
}

/** One listener of a Gateway. `position` is its place in `servers`. */
export interface GatewayServer {
  readonly span: Span;
  readonly position: number;
  readonly portSpan: Span | undefined;
  readonly number: Field<number> | undefined;
  readonly portName: Field<string> | undefined;
  readonly protocol: Field<string> | undefined;
  readonly bind: Field<string> | undefined;
  readonly hosts: readonly Field<string>[];
  readonly name: Field<string> | undefined;
  readonly tls: ServerTls | undefined;
}

/** A Gateway. */
export interface Gateway extends IstioResourceBase {
  readonly type: "Gateway";
  readonly selectorField: { readonly span: Span; readonly keySpan: Span } | undefined;
  readonly selector: readonly { readonly key: Field<string>; readonly value: Field<string> }[];
  readonly servers: readonly GatewayServer[];
}

/** Reads the spec of a Gateway. */
export function lowerGateway(base: IstioResourceBase): Gateway {
  const { spec } = base;
  const selector = objectField(spec, "selector");
  return {
    ...base,
    type: "Gateway",
    selectorField: selector === undefined ? undefined : { span: selector.span, keySpan: selector.keySpan },
    selector: textMap(spec, "selector"),
    servers: objectList(spec, "servers", (server, position) => {
      const port = objectField(server, "port");
      const tls = objectField(server, "tls");
      return {
        span: server.span,
        position,
        portSpan: port?.keySpan,
        number: integerField(port?.node, "number"),
        portName: textField(port?.node, "name"),
        protocol: textField(port?.node, "protocol"),
        bind: textField(server, "bind"),
        hosts: textList(server, "hosts"),
        name: textField(server, "name"),
        tls:
          tls === undefined
            ? undefined
            : {
                span: tls.span,
                keySpan: tls.keySpan,
                mode: textField(tls.node, "mode"),
                credentialName: textField(tls.node, "credentialName"),
                credentialNames: textList(tls.node, "credentialNames"),
                serverCertificate: textField(tls.node, "serverCertificate"),
                privateKey: textField(tls.node, "privateKey"),
                caCertificates: textField(tls.node, "caCertificates"),
                httpsRedirect: booleanField(tls.node, "httpsRedirect"),
              },
      };
    }),
  };
}
