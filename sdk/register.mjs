// `node --import offhook-sdk/register app.mjs`: from here on `await import()` can load the SDK from a hub,
// as it can in a browser. Imports of anything else are as before.
import * as nodeModule from "node:module";

import "./websocket.mjs";
import * as hooks from "./loader.mjs";

if (typeof nodeModule.registerHooks === "function") {
  nodeModule.registerHooks(hooks);
} else {
  nodeModule.register("./loader.mjs", import.meta.url);
}
