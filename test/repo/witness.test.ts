// An independent witness of the API's structure: the types of @kubernetes-models/istio, generated from the CRDs of Istio 1.29.2. Every field, enum
// value and required mark there is in ours, and the other way round; differences are listed with their reason.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { compareReleases, fieldPaths, ISTIO_KINDS, type IstioKind } from "../../server/src/service/schema/structure";

const root = process.env.REPOSITORY_ROOT ?? process.cwd();

/** The release of the CRDs that the witness was made from. */
const WITNESS_RELEASE = "1.29";

/** What is said of a path: whether it must be there, and the words it may have. */
interface Fact {
  readonly required: boolean;
  readonly values: readonly string[];
}

/** Paths where the two differ, and why ours is right. */
const DIFFERENCES: Readonly<Record<string, string>> = {};

/** The facts of a kind as the witness has them. */
function witnessed(kind: IstioKind): Map<string, Fact> {
  const version = kind === "ProxyConfig" ? "v1beta1" : "v1";
  const path = join(root, "node_modules/@kubernetes-models/istio/networking.istio.io", version, `${kind}.d.ts`);
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022);
  const facts = new Map<string, Fact>();
  source.forEachChild((node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== `I${kind}`) return;
    for (const member of node.members) {
      if (ts.isPropertySignature(member) && nameOf(member) === "spec" && member.type !== undefined)
        visit(member.type, "spec", facts);
    }
  });
  return facts;
}

function nameOf(member: ts.PropertySignature): string {
  return ts.isStringLiteral(member.name) || ts.isIdentifier(member.name) ? member.name.text : "";
}

/** Notes every property of a type and what is below it; alternatives of a union and parts of an intersection count alike. */
function visit(type: ts.TypeNode, path: string, facts: Map<string, Fact>): void {
  if (ts.isParenthesizedTypeNode(type)) {
    visit(type.type, path, facts);
  } else if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) {
    for (const part of type.types) visit(part, path, facts);
  } else if (ts.isArrayTypeNode(type)) {
    visit(type.elementType, `${path}[]`, facts);
  } else if (ts.isTypeReferenceNode(type)) {
    const [argument] = type.typeArguments ?? [];
    // Array<T>, or Exclude<T, …> for the alternatives of a one-of.
    const isArray = ts.isIdentifier(type.typeName) && type.typeName.text === "Array";
    if (argument !== undefined) visit(argument, isArray ? `${path}[]` : path, facts);
  } else if (ts.isTypeLiteralNode(type)) {
    for (const member of type.members) {
      if (ts.isIndexSignatureDeclaration(member)) visit(member.type, `${path}.<key>`, facts);
      if (!ts.isPropertySignature(member) || member.type === undefined) continue;
      // The parts of a one-of repeat a property as `{}` or `any` only to say that it is set.
      const below = `${path}.${nameOf(member)}`;
      const known = facts.get(below);
      const isMark = isOneOfMark(member.type);
      const required = known === undefined ? member.questionToken === undefined && !isMark : known.required;
      facts.set(below, { required, values: [...new Set([...(known?.values ?? []), ...wordsOf(member.type)])] });
      if (!isMark) visit(member.type, below, facts);
    }
  }
}

function isOneOfMark(type: ts.TypeNode): boolean {
  return (
    type.kind === ts.SyntaxKind.AnyKeyword ||
    type.kind === ts.SyntaxKind.NeverKeyword ||
    type.kind === ts.SyntaxKind.UnknownKeyword
  );
}

function wordsOf(type: ts.TypeNode): string[] {
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(wordsOf);
  return ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [];
}

/** The facts of a kind as our structure has them, without what is younger than the witness. */
function ours(kind: IstioKind): Map<string, Fact> {
  const facts = new Map<string, Fact>();
  const tooYoung: string[] = [];
  for (const { path, field } of fieldPaths(kind)) {
    const isYoung = field.since !== undefined && compareReleases(field.since, WITNESS_RELEASE) > 0;
    if (isYoung || tooYoung.some((parent) => path.startsWith(`${parent}.`) || path.startsWith(`${parent}[`))) {
      tooYoung.push(path);
      continue;
    }
    const values = (field.values ?? []).filter((value) => compareReleases(value.since ?? "1.0", WITNESS_RELEASE) <= 0);
    facts.set(path, { required: field.required === true, values: values.map((value) => value.name) });
  }
  return facts;
}

for (const kind of ISTIO_KINDS) {
  test(`the structure of ${kind} is the witness's`, () => {
    const theirs = witnessed(kind);
    const own = ours(kind);
    assert.ok(theirs.size > 0, "the witness speaks of the kind");
    const differences: string[] = [];
    for (const [path, fact] of theirs) {
      const mine = own.get(path);
      if (mine === undefined) differences.push(`${kind}.${path}: missing here`);
      else {
        if (mine.required !== fact.required)
          differences.push(`${kind}.${path}: required is ${String(mine.required)} here`);
        const words = [...mine.values].sort().join(" ");
        if (words !== [...fact.values].sort().join(" "))
          differences.push(`${kind}.${path}: values ${words} here, ${fact.values.join(" ")} there`);
      }
    }
    for (const path of own.keys()) if (!theirs.has(path)) differences.push(`${kind}.${path}: missing there`);
    assert.deepEqual(
      differences.filter((difference) => !Object.hasOwn(DIFFERENCES, difference)),
      [],
    );
  });
}
