// What handlers and publishers of one session share.
import type { InitializationOptions } from "../protocol/messages";
import type { Locale, OnCrash, Snapshot } from "../service/index";
import type { Addresses } from "./addresses";
import type { ClientAbilities } from "./client-abilities";
import type { Documents } from "./documents";
import type { Findings } from "./findings";
import type { Gate } from "./gate";
import type { Lane } from "./lane";
import type { World } from "./world";

/** One session with one client. */
export interface Session {
  readonly client: ClientAbilities;
  readonly options: InitializationOptions;
  readonly world: World;
  readonly addresses: Addresses;
  readonly documents: Documents;
  readonly findings: Findings;
  readonly gate: Gate;
  readonly lane: Lane;
  readonly onCrash: OnCrash;
  /** Whether the folders were read to their end, so that what is missing from them may be spoken of. */
  readonly isComplete: () => boolean;
}

/** What a request is about: the workspace as it was when the request came in, even if it changes before the answer. */
export interface Asked {
  readonly snapshot: Snapshot;
  readonly key: string;
  readonly locale: Locale;
}

/** What a request about a file is about. */
export function askedOf({ world, addresses }: Session, uri: string): Asked {
  return { snapshot: world.snapshot, key: addresses.keyOf(uri), locale: world.locale };
}
