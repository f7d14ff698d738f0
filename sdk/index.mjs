// `import sdk from "offhook-sdk"`: the SDK for a program that does not load it from a hub. The hub is the
// one that OFFHOOK_URL names, else http://127.0.0.1:4650, unless `setBaseUrl` says otherwise.
import "./websocket.mjs";

export { default, sdk, initialize } from "./ameyo.sdk.js";
