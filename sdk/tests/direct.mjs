// `import sdk from "offhook-sdk"`, with nothing but OFFHOOK_URL set.
import assert from "node:assert/strict";
import sdk, { initialize, sdk as named } from "offhook-sdk";

assert.equal(named, sdk);
const { session } = await initialize({ context: "crm", origin: "https://crm.example.com" });
assert.equal(await session.login("executive", "executive"), "Successfully logged in");
process.exit(0);
