// The hub is started anew in the middle of things.
import assert from "node:assert/strict";
import { Log, config, loadPackaged, rejects } from "./support.mjs";

const sdk = await loadPackaged();
await sdk.initialize(config);
const log = new Log();
await sdk.session.register("loginStatus", (text) => log.add(text));
await sdk.crm.register("showCRM", () => {});
await sdk.onLoadHandler(true);
// What was under way may or may not have been done.
await rejects(sdk.session.logout(), { code: 1000, method: "session.logout" });
// What comes now waits for the new hub, and its events are heard, each once.
log.add(await sdk.session.logout());
await log.count(2);
assert.equal(await sdk.store.get("k"), "ok");
assert.deepEqual(log.all, ["Logout Successful", "out"], "the answer first, though both came in one piece");
process.exit(0);
