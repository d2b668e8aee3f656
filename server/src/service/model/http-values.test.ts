import assert from "node:assert/strict";
import { test } from "node:test";
import {
  headerMatchProblem,
  headerNameProblem,
  headerValueProblem,
  isAnswerStatus,
  isClaimRoute,
  isRetryCondition,
} from "./http-values";

test("header names", () => {
  for (const name of ["x-request-id", "X_A", "sec.ch", "a~b"]) assert.equal(headerNameProblem(name), undefined, name);
  assert.equal(headerNameProblem(""), "empty");
  for (const name of ["x y", "x:y", "x/y", "헤더"]) assert.equal(headerNameProblem(name), "characters", name);
  for (const name of [":authority", ":path", "@request.auth.claims.group", "@request.auth.claims[iss]"])
    assert.equal(headerMatchProblem(name), undefined, name);
  for (const name of [":unknown", "@request.auth.claims", "@request.auth.claims."])
    assert.equal(headerMatchProblem(name), "characters", name);
  assert.ok(isClaimRoute("@Request.Auth.Claims.sub"));
});

test("header values with Envoy's variables", () => {
  for (const value of [
    "",
    "plain",
    "%HOSTNAME%",
    "100%%",
    "a %HOSTNAME% b",
    "%DYNAMIC_METADATA(com.test.my_filter)%",
    '%PER_REQUEST_STATE(["a", "b"])%',
    "%REQ(x-a) %",
    "tab\tseparated",
  ]) {
    assert.equal(headerValueProblem(value), undefined, value);
  }
  for (const value of ["abc%123", "%", "%START_TIME%%", "50% off", '%A(["a" b])%', "%A(b)c%", '%A(["a\\'])
    assert.equal(headerValueProblem(value), "percent", value);
  assert.equal(headerValueProblem("a\nb"), "control");
});

test("retry conditions are words of Envoy or HTTP status codes", () => {
  for (const condition of ["5xx", "connect-failure", "503", "418", "unavailable"])
    assert.ok(isRetryCondition(condition), condition);
  for (const condition of ["", "600", "306", " 5xx", "timeout", "-503"])
    assert.ok(!isRetryCondition(condition), condition);
});

test("status codes of an answer", () => {
  for (const status of [200, 404, 599, 600]) assert.ok(isAnswerStatus(status));
  for (const status of [0, 199, 601, -100]) assert.ok(!isAnswerStatus(status));
});
