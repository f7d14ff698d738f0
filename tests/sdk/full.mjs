// A hub that can't have us just now: it is asked again, before the first greeting and after it.
import assert from "node:assert/strict";
import { Log, captured, config, loadPackaged } from "./support.mjs";

const sdk = await loadPackaged();
const errors = captured("error");
const log = new Log();
const joined = sdk.initialize(config);
sdk.session.register("loginStatus", (text) => log.add(text));
const login = sdk.session.login("executive", "executive");
assert.equal(await joined, sdk);
assert.equal(await login, "Successfully logged in");
// Its answer is lost with the connection, and the hub is full again when it is asked for anew.
assert.equal(await sdk.session.logout(), "Logout Successful");
await log.count(1);
assert.deepEqual([log.all, errors.all], [["out"], []]);
process.exit(0);
