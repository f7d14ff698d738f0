// Each code, provoked by an integration, but for 1000 (timeout.mjs).
import assert from "node:assert/strict";
import { BASE, PAGE, config, control, load, rejects } from "./support.mjs";

// 1003: a page of another origin, at once and for all that waits.
const stranger = await load();
const refused = stranger.initialize({ ...config, origin: "https://evil.example" });
const waiting = refused.session.login("executive", "executive");
await rejects(refused, { code: 1003, method: "initialize" });
await rejects(waiting, { code: 1003, method: "session.login" });
await rejects(stranger.session.logout(), { code: 1003, method: "session.logout" });
// It may say another time where it comes from.
assert.equal((await stranger.initialize(config)).session, stranger.session);

// 2001: before anything is sent.
const { session, interaction, store, crm } = await (await load()).initialize(config);
await rejects(interaction.initiateInteraction("voice", {}, 172), {
  code: 2001,
  field: "channelDetails.phone",
  expected: "string",
  method: "interaction.initiateInteraction",
});
const cycle = {};
cycle.self = cycle;
for (const [wrong, expected] of [
  [NaN, "number"],
  [Infinity, "number"],
  [10n, "number"],
  [() => 1, "number"],
  [Symbol("s"), "number"],
  [cycle, "number"],
  [undefined, "number"],
  [new Date(NaN), "number"],
  [new Date(0), "number"],
]) {
  const call = interaction.initiateInteraction("voice", { phone: "1" }, wrong);
  await rejects(call, { code: 2001, field: "campaignId", expected });
}
await rejects(store.set("k", { toJSON: () => 5 }), { code: 2001, field: "value", expected: "string" });

// 3000: refused by the state, the password, the role.
await rejects(session.getCurrentUser(), { code: 3000, http: 403, method: "session.getCurrentUser" });
await rejects(session.login("executive", "wrong"), { code: 3000, http: 401 });
const app = await (await load()).initialize({ ...config, context: "app" });
await rejects(app.crm.sendDataToApp({ a: 1 }), { code: 3000, http: 403, method: "crm.sendDataToApp" });

// 4000: what is not there.
await session.login("executive", "executive");
const agent = await control();
await agent("toolbar.selectCampaigns", [172]);
const nothing = interaction.disposeInteraction("voice", "no-such-interaction", 1401);
await rejects(nothing, { code: 4000, method: "interaction.disposeInteraction" });

// A hub that is there and has no such place says so at once; one that is not there is waited for.
const lost = await load();
await lost.setBaseUrl(`${BASE}/s/nowhere/`);
assert.equal(await lost.getBaseUrl(), `${BASE}/s/nowhere`);
await rejects(lost.initialize(config), { code: 3000, http: 404 });
await lost.setBaseUrl(`${BASE}/t/secret`);
const wrong = await rejects(lost.initialize(config), { code: 3000, http: 401 });
assert.match(wrong.message, /\/t\/\*\*\* answers 401: the token in the path is wrong/);
await rejects(lost.setBaseUrl(), { code: 2001, field: "url", expected: "string", method: "setBaseUrl" });
await rejects(lost.setBaseUrl("nowhere"), { code: 2001, field: "url", expected: "an http or https address" });
await rejects(lost.setBaseUrl("ftp://a/b"), { code: 2001, field: "url" });
await lost.setBaseUrl(BASE);
assert.equal(await lost.initialize({ ...config, origin: PAGE }), lost);
assert.ok(crm);
process.exit(0);
