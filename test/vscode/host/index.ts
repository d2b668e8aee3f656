// What the scripts under tools/ may use of the headless VS Code.
export { startBrowser } from "./browser";
export { startServer } from "./server";
export { openWorkbench, waitForExtension, waitForQuiet } from "./workbench";
