// The version of this build, from the manifest.
import manifest from "../../package.json";

/** As in package.json. */
export const VERSION: string = manifest.version;
