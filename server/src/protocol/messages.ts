// Names and shapes of what client and server say to each other beyond LSP. Types and constants only; shared with the client.

/** What the client tells the server when it starts. Everything is optional, so that any editor can start it. */
export interface InitializationOptions {
  /** The editor's display language, such as `ko`. */
  readonly locale?: string;
  /** Another extension already reports YAML syntax errors: ours stay quiet about them. */
  readonly alternateYaml?: boolean;
  /** The editor asks for completions by itself while words are typed, and shows a list of words where nothing is answered. */
  readonly asksWhileTyping?: boolean;
  /** Snippets may derive one tab stop from another by a transform. */
  readonly snippetTransforms?: boolean;
  /** The editor's command that opens the suggestions, run after an item that leads to the next choice. */
  readonly suggestCommand?: string;
  /** The editor's command that adds a value to a setting, called with AddSettingParams; without it no such action is offered. */
  readonly addSettingCommand?: string;
  /** Settings for editors that cannot be asked for them; the same shape as the section `istioEgress`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Request without parameters: the sets that can be scaffolded, as a list of ScaffoldChoice in the order in which they are offered. */
export const SCAFFOLD_CHOICES_REQUEST = "istio-egress/scaffoldChoices";

/** One set, in the language of the session. */
export interface ScaffoldChoice {
  readonly variant: string;
  readonly title: string;
  readonly description: string;
  /** The host that its snippet shows: what a good answer looks like. */
  readonly exampleHost: string;
}

/** Request: a scaffold as snippet text. */
export const SCAFFOLD_REQUEST = "istio-egress/scaffold";

/** Parameters of SCAFFOLD_REQUEST. */
export interface ScaffoldParams {
  readonly variant: string;
  readonly host?: string;
  readonly namespace?: string;
}

/** Result of SCAFFOLD_REQUEST. */
export interface ScaffoldResult {
  readonly snippet: string;
}

/** Notification of the server: the folders of the workspace have been read for the first time. Parameters: IndexedParams. */
export const INDEXED_NOTIFICATION = "istio-egress/indexed";

/** Parameters of INDEXED_NOTIFICATION. */
export interface IndexedParams {
  readonly files: number;
  readonly resources: number;
  /** How long reading took. */
  readonly milliseconds: number;
}

/** VS Code's name of the command that adds a value to a setting of the section `istioEgress`. Arguments: AddSettingParams. */
export const ADD_SETTING_COMMAND = "istio-egress.addSetting";

/** Arguments of ADD_SETTING_COMMAND: lists are appended to, objects merged. `key` may be dotted, `mesh.knownHosts`. */
export interface AddSettingParams {
  readonly key: string;
  readonly value: unknown;
}
