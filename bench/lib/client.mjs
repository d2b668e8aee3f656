// A language client over standard input and output, without anything that could cost time: it frames messages, answers what servers ask for,
// and tells when diagnostics are right. A report counts only if it is about the newest text and holds what that text must bring up.
import { spawn } from "node:child_process";
import { sample } from "./process.mjs";

const SEPARATOR = Buffer.from("\r\n\r\n");
const RETRY_MS = 2;

/** What an editor such as VS Code says it can do. */
const CAPABILITIES = {
  general: { positionEncodings: ["utf-16"] },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    synchronization: { didSave: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
    diagnostic: { dynamicRegistration: false, relatedDocumentSupport: false },
    hover: { contentFormat: ["markdown", "plaintext"] },
    codeAction: {},
    completion: {
      contextSupport: true,
      completionItem: {
        snippetSupport: true,
        documentationFormat: ["markdown", "plaintext"],
        resolveSupport: { properties: ["documentation", "detail"] },
      },
    },
  },
  window: { workDoneProgress: true },
};

/** A session with one server process. */
export class Client {
  #server;
  #root;
  #process;
  #sequence = 0;
  #pending = new Map();
  #watchers = new Set();
  #diagnosticsWaiters = new Map();
  #chunks = Buffer.alloc(0);
  #length = -1;
  #errors = "";
  #ended;
  capabilities = {};

  constructor(server, root) {
    this.#server = server;
    this.#root = root;
    this.spawned = performance.now();
    this.#process = spawn(server.command, server.args, {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    this.#process.stdout.on("data", (chunk) => this.#read(chunk));
    this.#process.stderr.on("data", (chunk) => (this.#errors = (this.#errors + chunk).slice(-2000)));
    // What is written to a server that has ended is told by its exit.
    this.#process.stdin.on("error", () => {});
    this.#ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#ended.then(() => {
      for (const { reject } of this.#pending.values()) reject(new Error(`The server ended. ${this.#errors}`));
    });
  }

  get pid() {
    return this.#process.pid;
  }

  usage() {
    return sample(this.pid);
  }

  async start() {
    const { result, at } = await this.request("initialize", {
      processId: process.pid,
      locale: "en",
      rootUri: this.#root,
      workspaceFolders: [{ uri: this.#root, name: "bench" }],
      capabilities: CAPABILITIES,
    });
    this.capabilities = result.capabilities;
    this.initialized = this.notify("initialized", {});
    return at - this.spawned;
  }

  /** The answer, when it came, and how long it took. */
  request(method, params) {
    const id = ++this.#sequence;
    const begun = performance.now();
    const answer = new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject, begun }));
    this.#send({ id, method, params });
    return Object.assign(answer, { id });
  }

  /** Sends a notification and says when. */
  notify(method, params) {
    const at = performance.now();
    this.#send({ method, params });
    return at;
  }

  open(uri, text) {
    return this.notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
  }

  change(uri, version, range, text) {
    return this.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ range, text }] });
  }

  hover(uri, position) {
    return this.request("textDocument/hover", { textDocument: { uri }, position });
  }

  async complete(uri, position) {
    const { result, ...rest } = await this.request("textDocument/completion", { textDocument: { uri }, position });
    return { items: Array.isArray(result) ? result : (result?.items ?? []), ...rest };
  }

  /** Calls `watcher(method, params, at)` for everything the server says by itself; returns how to stop that. */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** When the diagnostics of a document are right for the first time, for a version at least this new. */
  async diagnosed(uri, isRight, version = 0) {
    if (this.capabilities.diagnosticProvider === undefined) return this.#pushed(uri, isRight, version);
    for (;;) {
      const { result, at } = await this.request("textDocument/diagnostic", { textDocument: { uri } });
      if (isRight(result?.items ?? [])) return at;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  async stop() {
    const killed = setTimeout(() => this.#process.kill("SIGKILL"), 3_000);
    await Promise.race([this.request("shutdown").catch(() => {}), this.#ended]);
    this.notify("exit", {});
    await this.#ended;
    clearTimeout(killed);
  }

  #pushed(uri, isRight, version) {
    return new Promise((resolve) => {
      const waiters = this.#diagnosticsWaiters.get(uri) ?? new Set();
      this.#diagnosticsWaiters.set(uri, waiters);
      const offer = (params, at) => {
        if ((params.version ?? version) < version || !isRight(params.diagnostics)) return;
        waiters.delete(offer);
        resolve(at);
      };
      waiters.add(offer);
    });
  }

  #send(message) {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(chunk) {
    const at = performance.now();
    this.#chunks = this.#chunks.length === 0 ? chunk : Buffer.concat([this.#chunks, chunk]);
    for (;;) {
      if (this.#length < 0) {
        const end = this.#chunks.indexOf(SEPARATOR);
        if (end < 0) return;
        this.#length = Number(/Content-Length: *(\d+)/i.exec(this.#chunks.toString("latin1", 0, end))?.[1]);
        this.#chunks = this.#chunks.subarray(end + SEPARATOR.length);
      }
      if (this.#chunks.length < this.#length) return;
      const body = this.#chunks.toString("utf8", 0, this.#length);
      this.#chunks = this.#chunks.subarray(this.#length);
      this.#length = -1;
      this.#take(JSON.parse(body), at);
    }
  }

  #take(message, at) {
    if (message.method !== undefined) {
      if (message.id !== undefined) this.#send({ id: message.id, result: this.#answerTo(message) });
      for (const watcher of this.#watchers) watcher(message.method, message.params, at);
      if (message.method !== "textDocument/publishDiagnostics") return;
      for (const offer of [...(this.#diagnosticsWaiters.get(message.params.uri) ?? [])]) offer(message.params, at);
      return;
    }
    const waiting = this.#pending.get(message.id);
    if (waiting === undefined) return;
    this.#pending.delete(message.id);
    if (message.error === undefined) waiting.resolve({ result: message.result, at, milliseconds: at - waiting.begun });
    else waiting.reject(Object.assign(new Error(message.error.message), { code: message.error.code, at }));
  }

  #answerTo({ method, params }) {
    if (method === "workspace/configuration")
      return params.items.map(({ section }) => this.#server.settings[section] ?? null);
    if (method === "workspace/workspaceFolders") return [{ uri: this.#root, name: "bench" }];
    return null;
  }
}
