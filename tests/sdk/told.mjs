// Mistakes that the SDK refuses itself: the hub is told of each, and of no secret.
import { config, load, rejects } from "./support.mjs";

const sdk = await (await load()).initialize(config);
const { session, interaction, ui, store, crm } = sdk;
await rejects(interaction.initiateInteraction("voice", {}, 172), { code: 2001, field: "channelDetails.phone" });
await rejects(session.login("executive"), { code: 2001, field: "password" });
await rejects(ui.setLoginInfo("executive"), { code: 2001, field: "token" });
await rejects(session.register("loginStats", () => {}), { code: 4000 });
await rejects(session.register("loginStatus", "none"), { code: 2001, field: "callback" });
await rejects(session.unRegister(7), { code: 2001, field: "event" });
// What is too large or can't be written is left out.
await rejects(store.set("k", ["x".repeat(5_000)]), { code: 2001, field: "value" });
await rejects(store.set("k", 10n), { code: 2001, field: "value" });
await rejects(crm.sendDataToApp("x".repeat(1 << 20)), { code: 2001, field: "params" });
await sdk.onLoadHandler(true);
process.exit(0);
