import assert from "node:assert/strict";
import { test } from "node:test";
import { isHttpProtocol, isTcpProtocol, isTlsProtocol, parseProtocol } from "./protocol";

test("protocols are read in any case", () => {
  assert.equal(parseProtocol("https"), "HTTPS");
  assert.equal(parseProtocol("grpc-Web"), "GRPC-WEB");
  assert.equal(parseProtocol("kafka"), undefined);
  assert.equal(parseProtocol(""), undefined);
});

test("HTTPS is not routed as HTTP, but as TLS and as TCP", () => {
  assert.ok(!isHttpProtocol("HTTPS") && isTlsProtocol("HTTPS") && isTcpProtocol("HTTPS"));
  assert.ok(!isTcpProtocol("HBONE"));
  assert.ok(isHttpProtocol("GRPC") && !isTlsProtocol("GRPC") && !isTcpProtocol("GRPC"));
  assert.ok(!isHttpProtocol(undefined) && !isTlsProtocol(undefined) && !isTcpProtocol(undefined));
});
