// A hub that has had enough of us: nothing is tried again until initialize is called again.
import assert from "node:assert/strict";
import { config, loadPackaged, rejects } from "./support.mjs";

const sdk = await loadPackaged();
await sdk.initialize(config);
await rejects(sdk.session.logout(), { code: 3000, http: 403, method: "session.logout" });
await rejects(sdk.session.getCurrentUser(), { code: 3000, http: 403, method: "session.getCurrentUser" });
const again = sdk.initialize(config);
await rejects(again, { code: 3000, http: 401, hint: "use the token", method: "initialize" });
assert.equal(await (await sdk.initialize(config)).session.logout(), "ok");
process.exit(0);
