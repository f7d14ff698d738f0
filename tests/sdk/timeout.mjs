// 1000: a hub that greets and never answers, and one that is not there.
import assert from "node:assert/strict";
import { config, loadPackaged, rejects } from "./support.mjs";

const sdk = await loadPackaged();
const early = sdk.initialize(config).session.login("a", "b");
// The hub says how long calls may take, also to those that wait already.
await rejects(early, { code: 1000, method: "session.login" });
const error = await rejects(sdk.session.logout(), { code: 1000, method: "session.logout" });
assert.match(error.message, /0\.3 s/);
const register = sdk.session.register("loginStatus", () => {});
await rejects(register, { code: 1000, method: "sdk.register" });
// It says hello again where the hub is silent.
await sdk.setBaseUrl("http://127.0.0.1:9");
const lost = await rejects(sdk.session.getCurrentUser(), { code: 1000 });
assert.match(lost.message, /no connection to http:\/\/127\.0\.0\.1:9/);
process.exit(0);
