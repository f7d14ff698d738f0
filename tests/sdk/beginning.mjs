// An app awaits `initialize`, as all apps are told to, and still hears that it is registered: once.
import assert from "node:assert/strict";
import { Log, config, load } from "./support.mjs";

const app = await (await load()).initialize({ ...config, context: "app", instanceId: "notes-1" });
// The hub has long said it when this is answered.
await app.onLoadHandler(true);
const log = new Log();
await app.ui.register("sendLifecycleEvent", (word) => log.add(word));
assert.deepEqual(log.all, ["registered", "loaded"]);
const later = new Log();
await app.ui.register("sendLifecycleEvent", (word) => later.add(word));
await app.onLoadHandler(false);
await log.count(3);
assert.deepEqual(log.all, ["registered", "loaded", "unloaded"]);
assert.deepEqual(later.all, ["unloaded"]);
process.exit(0);
