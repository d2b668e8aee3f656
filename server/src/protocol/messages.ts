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

/** Request without parameters: the sets that can be scaffolded, in the order in which they are offered; see ScaffoldChoices. */
export const SCAFFOLD_CHOICES_REQUEST = "istio-egress/scaffoldChoices";

/** One set, in the language of the session. */
export interface ScaffoldChoice {
  readonly variant: string;
  readonly title: string;
  readonly description: string;
  /** The host that its snippet shows: what a good answer looks like. */
  readonly exampleHost: string;
  /** What else the set needs to know. */
  readonly asks: readonly ("namespace" | "gateway" | "credentialName")[];
}

/** A gateway that a set may lead through. */
export interface ScaffoldGateway {
  readonly service: string;
  readonly namespace: string;
  /** The value of the label `istio` on its pods. */
  readonly label: string;
}

/** Result of SCAFFOLD_CHOICES_REQUEST: the sets, and what the workspace knows that their questions may be answered with, best first. */
export interface ScaffoldChoices {
  readonly sets: readonly ScaffoldChoice[];
  readonly namespaces: readonly string[];
  readonly gateways: readonly ScaffoldGateway[];
  readonly secrets: readonly string[];
}

/** Request: a scaffold as text, and where it goes in a file. */
export const SCAFFOLD_REQUEST = "istio-egress/scaffold";

/** Parameters of SCAFFOLD_REQUEST. What is left out has the set's default; names of resources follow from the host. */
export interface ScaffoldParams {
  readonly variant: string;
  readonly host?: string;
  readonly namespace?: string;
  readonly httpPort?: number;
  readonly tlsPort?: number;
  readonly gateway?: ScaffoldGateway;
  readonly credentialName?: string;
  /** The file it shall go to, and where somebody is in it. */
  readonly at?: { readonly uri: string; readonly position: { readonly line: number; readonly character: number } };
}

/** Result of SCAFFOLD_REQUEST. */
export interface ScaffoldResult {
  /** The set by itself. */
  readonly text: string;
  /** The set as an insertion at a border of the file's documents; nothing when no file was named. */
  readonly insertion?: {
    readonly position: { readonly line: number; readonly character: number };
    readonly text: string;
  };
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
