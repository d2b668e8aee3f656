// How the suite inside VS Code tells the test outside what became of its cases.

/** The environment variable with the path of the results' file. */
export const RESULTS_VARIABLE = "ISTIO_EGRESS_RESULTS";

export interface CaseResult {
  readonly name: string;
  /** Why it failed; absent when it passed. */
  readonly failure?: string;
}
