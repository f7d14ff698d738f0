// Callbacks: several, one that throws, another spelling, gone again, and names that are none.
import assert from "node:assert/strict";
import { Log, captured, config, control, load, rejects } from "./support.mjs";

const { session, interaction, ui, appInstance, crm } = await (await load()).initialize(config);
const agent = await control();
const log = new Log();
const errors = captured("error");

const throws = () => {
  log.add("throws");
  throw new Error("a callback's own");
};
const fails = async () => {
  log.add("fails");
  throw new Error("a promise's own");
};
const late = () => log.add("late");
const once = () => {
  log.add("once");
  session.unRegister("loginStatus", once);
  session.unRegister("loginStatus", late);
};
for (const callback of [throws, fails, once, late, (text) => log.add(text)]) {
  await session.register("loginStatus", callback);
}
await session.register("loginStatus", throws);
await session.login("executive", "executive");
await log.count(4);
assert.deepEqual(log.all, ["throws", "fails", "once", "Successfully logged in"], "the removed one is not called");
await errors.count(2);
assert.deepEqual(
  errors.all.map(([words, error]) => [words, error.message]),
  [
    ["offhook: a callback of session.loginStatus failed:", "a callback's own"],
    ["offhook: a callback of session.loginStatus failed:", "a promise's own"],
  ],
);

// Without a callback: all of them.
log.all.length = 0;
assert.equal(await session.unRegister("loginStatus"), "ok");
await session.register("loginStatus", (text) => log.add(text));
await session.logout();
await log.count(1);
assert.equal(log.all.length, 1);
await session.login("executive", "executive");

// Another spelling hears the same event; the hub says which is the documented one.
log.all.length = 0;
await crm.register("showCRM", ({ interactionId }) => log.add(interactionId));
await agent("toolbar.selectCampaigns", [172]);
await agent("toolbar.selectExtension", "1234567890");
await agent("toolbar.setAvailability", "Available");
const { interactionId } = await agent("control.customerCall", "5550100");
assert.ok((await log.count(2)).includes(interactionId));

// What is refused here, and what the hub would refuse.
const none = () => {};
await rejects(interaction.register("callRinging"), { code: 2001, field: "callback", expected: "function" });
await rejects(interaction.register("callRinging", "none"), { code: 2001, field: "callback", method: "sdk.register" });
await rejects(interaction.register(7, none), { code: 2001, field: "event", expected: "string" });
await rejects(interaction.unRegister("callRinging", 7), { code: 2001, field: "callback", method: "sdk.unRegister" });
const hint = "did you mean interaction.callRinging?";
await rejects(interaction.register("callRining", none), { code: 4000, hint, method: "sdk.register" });
await rejects(session.register("callRinging", none), { code: 4000, hint });
await rejects(interaction.unRegister("callringing", none), { code: 4000, hint });
// Where no name is near, where they all stand.
const list = "docs/events.md lists the events";
await rejects(ui.register("somethingElse", none), { code: 4000, hint: list });
await rejects(ui.register("x".repeat(100_000), none), { code: 4000, hint: list });

// There is an end to it.
const many = Array.from({ length: 1001 }, () => session.register("campaignSelected", () => {}));
const refused = (await Promise.allSettled(many)).map(({ reason }) => reason?.data.http).filter(Boolean);
assert.deepEqual(refused, [429]);

// Two events of one name are two.
assert.notEqual(ui.register, appInstance.register);
await ui.register("receiveData", none);
await appInstance.register("receiveData", none);
process.exit(0);
