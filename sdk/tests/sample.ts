// An integration in TypeScript, as its author would write it: it is compiled and never run.
import packaged, { initialize, type InteractionShowCrmEvent, type SdkError, type SdkInstance } from "offhook-sdk";

type Module = typeof import("offhook-sdk");

async function load(base: string): Promise<SdkInstance> {
  const { default: sdk } = (await import(`${base.replace(/\/$/, "")}/omniapp/sdk/ameyo.sdk.js`)) as Module;
  return sdk.initialize({ context: "crm", origin: "https://crm.example.com", instanceId: "ameyoIframe" });
}

const screenPop = ({ interactionId, campaignId }: InteractionShowCrmEvent): string =>
  `/contacts?call=${interactionId}&campaign=${campaignId}`;

async function main(): Promise<void> {
  const { session, interaction, ui, crm, http, store, notification } = await load("https://ecc.example.com/");
  const user = await session.getCurrentUser();
  const name: string = user.userName;
  await session.register("campaignSelected", (campaigns) => campaigns.map((one) => one.campaignName.length));
  await session.register("loginStatus", (text) => text.toUpperCase());
  await interaction.register("showCrm", (call) => void screenPop(call));
  await interaction.register("callRinging", async ({ channelDetails, queueId }) => {
    const queue: unknown = queueId;
    await ui.triggerToastNotification(`${name} ${channelDetails} ${queue}`, "info");
  });
  // A documented event under the namespace where others look for it.
  await crm.register("showCRM", (call) => void screenPop(call));
  await notification.register("notification", ({ severity }) => severity.toFixed());
  const answer = await interaction.initiateInteraction("voice", { phone: "1234567890" }, 172);
  if (answer.result !== "success") console.warn(answer.reason);
  await interaction.initiateInteraction("chat", { name: "Jack", colour: "red" }, 172, null, ["1"], null, "webchat");
  const form = new FormData();
  form.append("file", new Blob(["x"]), "x.txt");
  await http.invokeThirdPartyApi("https://api.example.com", "PATCH", { accept: "*/*" }, { page: 2 }, form, true);
  await http.invokeECCApi("cms", "/records", "GET", { page: 2 });
  const kept: string = await store.get("key");
  await interaction.unRegister("callRinging");
  console.log(kept);
}

main().catch((error: SdkError) => {
  if (error.code === 2001) console.error(error.data.field, error.data.expected);
});

// Without await too.
const early = initialize({ context: "app", origin: "https://crm.example.com", appId: "notes" });
early.session.logout().then((text) => text.length);
packaged.getBaseUrl().then((url) => url.length);

export async function wrong(sdk: SdkInstance): Promise<void> {
  // @ts-expect-error: no such context.
  sdk.initialize({ context: "web", origin: "https://crm.example.com" });
  // @ts-expect-error: the event is another namespace's.
  await sdk.session.register("callRinging", () => {});
  // @ts-expect-error: the password is missing.
  await sdk.session.login("executive");
  // @ts-expect-error: a campaign is a number here.
  await sdk.interaction.initiateInteraction("voice", { phone: "1" }, "172");
  // @ts-expect-error: no such method.
  await sdk.session.logon("executive", "executive");
  // @ts-expect-error: the payload has no such field.
  await sdk.interaction.register("interactionEnded", ({ interactionId }) => interactionId);
}
