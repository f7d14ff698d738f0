// Nothing is awaited: calls and registrations wait for the connection by themselves.
import assert from "node:assert/strict";
import { Log, config, control, load, rejects } from "./support.mjs";

const sdk = await load();
const before = { code: 2001, field: "initialize" };
await rejects(sdk.session.login("executive", "executive"), { ...before, method: "session.login" });
await rejects(sdk.session.login(), before);
await rejects(sdk.interaction.register("callRinging", () => {}), before);
await rejects(sdk.onLoadHandler(true), before);
await rejects(sdk.initialize(), { code: 2001, field: "config", expected: "object", method: "initialize" });
await rejects(sdk.initialize({ ...config, context: "web" }), {
  code: 2001,
  field: "config.context",
  expected: "one of crm, app",
});
await rejects(sdk.initialize({ context: "crm" }), { code: 2001, field: "config.origin", expected: "string" });
await rejects(sdk.initialize({ ...config, desk: 5 }), { code: 2001, field: "config.desk", expected: "string" });
await rejects(sdk.session.logout(), before);

const log = new Log();
const promise = sdk.initialize(config);
assert.ok(promise instanceof Promise);
assert.equal(sdk.initialize(config), promise);
promise.session.register("loginStatus", (text) => log.add(text));
const login = promise.session.login("executive", "executive");
// The namespaces of the module itself are the same.
const user = sdk.session.getCurrentUser();
assert.equal(await login, "Successfully logged in");
assert.equal((await user).userId, "executive");
assert.deepEqual(await log.count(1), ["Successfully logged in"]);
assert.equal(await promise, sdk);
assert.equal(await sdk.getBaseUrl(), process.env.BASE);

// The order is that of the calls, also where they are more than may be under way at once.
const agent = await control();
const numbers = Array.from({ length: 600 }, (_, at) => at);
const done = [];
await Promise.all(numbers.map((number) => sdk.session.getCurrentUser().then(() => done.push(number))));
assert.deepEqual(done, numbers);
await rejects(sdk.store.set("key", "x".repeat(1 << 20)), { code: 2001, field: "params" });
const few = await Promise.allSettled(Array.from({ length: 4097 }, () => sdk.session.getCurrentUser()));
assert.deepEqual(few.map(({ reason }) => reason?.data.http).filter(Boolean), [429], "one more than may wait");
assert.equal((await agent("control.getSite")).desks[0].peers.length, 2);

// Who waits for `initialize` is there before the first event, which comes in one read with the greeting.
const app = await load();
await app.initialize({ ...config, context: "app" });
const life = new Log();
const registered = app.ui.register("sendLifecycleEvent", life.add);
assert.deepEqual(await life.count(1), ["registered"]);
await registered;
process.exit(0);
