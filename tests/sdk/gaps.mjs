// Frames that are missing come again; those that are gone for good are spoken of.
import assert from "node:assert/strict";
import { Log, captured, config, loadPackaged, rejects } from "./support.mjs";

const sdk = await loadPackaged();
await sdk.initialize(config);
const warnings = captured("warn");
const log = new Log();
await sdk.session.register("loginStatus", (text) => log.add(text));
// It is under way when the gap shows, and is sent again.
assert.equal(await sdk.session.logout(), "done");
assert.deepEqual(log.all, ["eight", "nine", "ten"]);
// This one is lost with the frames, as the hub no longer knows.
await rejects(sdk.session.getCurrentUser(), { code: 1000 });
await log.count(4);
assert.deepEqual(log.all, ["eight", "nine", "ten", "twenty-one"]);
assert.deepEqual(warnings.all, [["offhook: 5 frames were lost while the connection was down"]]);
assert.equal(await sdk.initialize({ ...config, origin: "https://other.example" }), sdk);
assert.match(warnings.all[1][0], /the first one stands/);
process.exit(0);
