// A hub that has had enough of us: nothing is tried again until initialize is called again.
import assert from "node:assert/strict";
import { captured, config, loadPackaged, rejects } from "./support.mjs";

const sdk = await loadPackaged();
await sdk.initialize(config);
const errors = captured("error");
await rejects(sdk.session.logout(), { code: 3000, http: 403, method: "session.logout" });
await rejects(sdk.session.getCurrentUser(), { code: 3000, http: 403, method: "session.getCurrentUser" });
assert.deepEqual(errors.all, [["offhook: the hub has ended the connection: as the test says"]]);
const again = sdk.initialize(config);
await rejects(again, { code: 3000, http: 401, hint: "use the token", method: "initialize" });
assert.equal(await (await sdk.initialize(config)).session.logout(), "ok");
process.exit(0);
