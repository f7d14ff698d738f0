// A CRM page lives through a call: it signs the agent in, hears of everything, and disposes.
import assert from "node:assert/strict";
import { Log, PAGE, config, control, load } from "./support.mjs";

const sdk = await load();
const instance = await sdk.initialize(config);
assert.equal(instance.then, undefined);
assert.equal(await instance, instance, "awaiting it again changes nothing");
assert.equal(await sdk.initialize(config), instance, "a second initialize returns the same instance");

const log = new Log();
for (const name of ["loginStatus", "campaignSelected", "extensionSelected", "userAvailabilityStatusChanged"]) {
  assert.equal(await instance.session.register(name, (payload) => log.add([name, payload])), "ok");
}
const call = [
  "interactionInitiated",
  "callRinging",
  "showCrm",
  "interactionConnected",
  "interactionDisconnected",
  "interactionDisposed",
  "handleInteractionDisposed",
  "interactionEnded",
];
for (const name of call) await instance.interaction.register(name, (payload) => log.add([name, payload]));

// The answer comes before the event that the call causes.
await instance.session.login("executive", "executive").then((answer) => log.add(["answer", answer]));
await log.count(2);
assert.deepEqual(log.all, [
  ["answer", "Successfully logged in"],
  ["loginStatus", "Successfully logged in"],
]);
assert.equal((await instance.session.getCurrentUser()).userId, "executive");

const agent = await control();
await agent("toolbar.selectCampaigns", [172]);
await agent("toolbar.selectExtension", "1234567890");
await agent("toolbar.setAvailability", "Available");
await log.count(5);
assert.deepEqual(log.all.slice(2).map(([name]) => name), [
  "campaignSelected",
  "extensionSelected",
  "userAvailabilityStatusChanged",
]);

log.all.length = 0;
const { interactionId } = await agent("control.customerCall", "5550100");
await log.count(3);
assert.equal(log.all[0][1].interactionId, interactionId);
await agent("toolbar.answer");
await agent("toolbar.hangup");
await log.count(5);
assert.equal(await instance.interaction.disposeInteraction("voice", interactionId, 1401, "done"), "ok");
await log.count(8);
assert.deepEqual(log.all.map(([name]) => name), call);

// The hub knows who we are.
const { desks } = await agent("control.getSite");
assert.deepEqual(desks[0].peers.map(({ role }) => role), ["crm", "control"]);
assert.equal(desks[0].desk, "default");

// A desk may be named, and an app sits at it with its own page's query.
globalThis.location = new URL(`${PAGE}/app.html?instanceId=app-7&appId=notes`);
const app = await (await load()).initialize({ ...config, context: "app", desk: "two" });
assert.equal(await app.session.login("nobody", "executive").catch((error) => error.data.http), 401);
const two = (await agent("control.getSite")).desks.find(({ desk }) => desk === "two");
assert.deepEqual(two.peers.map(({ role }) => role), ["app"]);
process.exit(0);
