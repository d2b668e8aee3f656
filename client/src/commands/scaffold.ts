// "Istio Egress: New Egress Set": asks for the host, the way out and what that way needs, shows the set, and puts it at a border of the open file's
// documents or into a new file. Nothing is typed into a line, and one undo takes it back.
import * as vscode from "vscode";
import {
  SCAFFOLD_CHOICES_REQUEST,
  SCAFFOLD_REQUEST,
  type ScaffoldChoice,
  type ScaffoldChoices,
  type ScaffoldGateway,
  type ScaffoldParams,
  type ScaffoldResult,
} from "../../../server/src/protocol/messages";
import { say } from "../client-text";
import type { Session } from "../session";
import { type ExternalHost, readExternalHost } from "../wizard/external-host";
import { preview } from "../wizard/preview";
import { type Choice, choose, type Heading, type Turn, write } from "../wizard/steps";

const NAMESPACE = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** What has been answered so far. */
interface Answers {
  readonly host?: ExternalHost;
  readonly set?: ScaffoldChoice;
  readonly namespace?: string;
  readonly gateway?: ScaffoldGateway;
  readonly credentialName?: string;
  readonly target?: "here" | "new";
}

/** One question: whether these answers need it, and how it is asked. */
interface Step {
  readonly isNeeded: (answers: Answers) => boolean;
  readonly ask: (heading: Heading, answers: Answers) => Promise<Turn<Answers>>;
}

/** Does nothing when the person leaves the questions. */
export async function scaffold(session: Session): Promise<void> {
  const known = await session.request<ScaffoldChoices>(SCAFFOLD_CHOICES_REQUEST, {});
  const editor = vscode.window.activeTextEditor;
  const here = editor?.document.languageId === "yaml" ? editor : undefined;
  const answers = await askAll(steps(session, known, here));
  if (answers === undefined) return;
  const params = paramsOf(answers);
  if (answers.target === "here" && here !== undefined) await insertHere(session, here, params);
  else await openNew(session, answers.host?.host ?? "egress", params);
}

function steps(session: Session, known: ScaffoldChoices, here: vscode.TextEditor | undefined): readonly Step[] {
  return [
    { isNeeded: () => true, ask: askHost },
    { isNeeded: () => true, ask: (heading, answers) => askSet(heading, answers, known.sets) },
    { isNeeded: asks("namespace"), ask: (heading, answers) => askNamespace(heading, answers, known.namespaces) },
    {
      isNeeded: (answers) => asks("gateway")(answers) && known.gateways.length > 1,
      ask: (heading, answers) => askGateway(heading, answers, known.gateways),
    },
    { isNeeded: asks("credentialName"), ask: (heading, answers) => askSecret(heading, answers, known.secrets) },
    { isNeeded: () => true, ask: (heading, answers) => askTarget(session, heading, answers, here) },
  ];
}

function asks(what: ScaffoldChoice["asks"][number]): (answers: Answers) => boolean {
  return ({ set }) => set?.asks.includes(what) ?? true;
}

/** Asks one question after another; going back asks the one before again, with its answer. Nothing when the person goes away. */
async function askAll(all: readonly Step[]): Promise<Answers | undefined> {
  let answers: Answers = {};
  let position = 0;
  for (;;) {
    const needed = all.filter((step) => step.isNeeded(answers));
    const step = needed[position];
    if (step === undefined) return answers;
    const heading = { title: say("scaffoldTitle"), step: position + 1, steps: needed.length };
    const turn = await step.ask(heading, answers);
    if (turn.to === "away") return undefined;
    if (turn.to === "next") answers = turn.answer;
    position += turn.to === "next" ? 1 : -1;
  }
}

function askHost(heading: Heading, answers: Answers): Promise<Turn<Answers>> {
  const question = { prompt: say("askHost"), placeholder: "https://api.example.com", value: answers.host?.host ?? "" };
  return write(heading, question, (text) => {
    const host = readExternalHost(text);
    return host === undefined ? { problem: say("badHost") } : { answer: { ...answers, host } };
  });
}

function askSet(heading: Heading, answers: Answers, sets: readonly ScaffoldChoice[]): Promise<Turn<Answers>> {
  const isWildcard = answers.host?.host.startsWith("*.") === true;
  const fitting = isWildcard ? sets.filter(({ variant }) => variant === "wildcard") : sets;
  return choose(
    heading,
    say("pickVariant"),
    fitting.map((set) => ({ label: set.title, detail: set.description, value: { ...answers, set } })),
  );
}

function askNamespace(heading: Heading, answers: Answers, known: readonly string[]): Promise<Turn<Answers>> {
  const question = { prompt: say("askNamespace"), value: answers.namespace ?? known[0] ?? "default" };
  return write(heading, question, (namespace) =>
    NAMESPACE.test(namespace) ? { answer: { ...answers, namespace } } : { problem: say("badNamespace") },
  );
}

function askGateway(heading: Heading, answers: Answers, gateways: readonly ScaffoldGateway[]): Promise<Turn<Answers>> {
  return choose(
    heading,
    say("pickGateway"),
    gateways.map((gateway) => ({
      label: gateway.service,
      description: gateway.namespace,
      detail: `istio: ${gateway.label}`,
      value: { ...answers, gateway },
    })),
  );
}

function askSecret(heading: Heading, answers: Answers, known: readonly string[]): Promise<Turn<Answers>> {
  const question = { prompt: say("askSecret"), value: answers.credentialName ?? known[0] ?? "client-credential" };
  return write(heading, question, (credentialName) =>
    /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/.test(credentialName)
      ? { answer: { ...answers, credentialName } }
      : { problem: say("badSecret") },
  );
}

/** Shows the set beside the question where it shall go. */
async function askTarget(
  session: Session,
  heading: Heading,
  answers: Answers,
  here: vscode.TextEditor | undefined,
): Promise<Turn<Answers>> {
  const { text } = await session.request<ScaffoldResult>(SCAFFOLD_REQUEST, paramsOf(answers));
  const shown = await preview(text);
  const file = `${fileNameOf(answers.host?.host ?? "egress")}.yaml`;
  const choices: Choice<Answers>[] = [
    { label: say("targetNew"), description: file, value: { ...answers, target: "new" } },
  ];
  if (here !== undefined) {
    const description = vscode.workspace.asRelativePath(here.document.uri);
    choices.unshift({ label: say("targetHere"), description, value: { ...answers, target: "here" } });
  }
  const turn = await choose(heading, say("pickTarget"), choices);
  await shown.close();
  return turn;
}

function paramsOf({ host, set, namespace, gateway, credentialName }: Answers): ScaffoldParams {
  return {
    variant: set?.variant ?? "classic",
    ...host,
    ...(namespace === undefined ? {} : { namespace }),
    ...(gateway === undefined ? {} : { gateway }),
    ...(credentialName === undefined ? {} : { credentialName }),
  };
}

async function insertHere(session: Session, editor: vscode.TextEditor, params: ScaffoldParams): Promise<void> {
  const { document, selection } = editor;
  const at = { uri: session.uriOf(document), position: selection.active };
  const { insertion } = await session.request<ScaffoldResult>(SCAFFOLD_REQUEST, { ...params, at });
  if (insertion === undefined) return;
  const { line, character } = insertion.position;
  const place = new vscode.Position(line, character);
  const shown = await vscode.window.showTextDocument(document, editor.viewColumn);
  await shown.edit((edit) => {
    edit.insert(place, insertion.text);
  });
  shown.selection = new vscode.Selection(place, place);
  shown.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** A new file named after the host: in the first folder of the workspace, not saved yet. */
async function openNew(session: Session, host: string, params: ScaffoldParams): Promise<void> {
  const { text } = await session.request<ScaffoldResult>(SCAFFOLD_REQUEST, params);
  const uri = await freeUri(fileNameOf(host));
  if (uri === undefined) {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "yaml", content: text }));
    return;
  }
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  await editor.edit((edit) => {
    edit.insert(new vscode.Position(0, 0), text);
  });
}

function fileNameOf(host: string): string {
  return host.replace(/^\*\./, "");
}

async function freeUri(name: string): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) return undefined;
  for (let number = 1; number < 100; number++) {
    const file = vscode.Uri.joinPath(folder, number === 1 ? `${name}.yaml` : `${name}-${number}.yaml`);
    if (!(await exists(file))) return file.with({ scheme: "untitled" });
  }
  return undefined;
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
