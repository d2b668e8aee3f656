// Every rule, sorted by code. A repository test compares this list with the folder.
import type { AnyRule } from "./define";

/** All rules. */
export const allRules: readonly AnyRule[] = [];
