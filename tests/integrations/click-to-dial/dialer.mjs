// A call list worked through: dial each number, wait for the end of the talk, dispose by our own codes.

const base = process.env.ECC_BASE.replace(/\/$/, "");
const say = (entry) => console.log(JSON.stringify(entry));

const { sdk } = await import(`${base}/omniapp/sdk/ameyo.sdk.js`);
sdk.initialize({ context: "crm", origin: "https://crm.example.com", instanceId: "ameyoIframe" });

// One promise for each event that we wait for.
function next(api, name) {
  return new Promise((resolve, reject) => {
    const once = (payload) => {
      sdk[api].unRegister(name, once);
      resolve(payload);
    };
    sdk[api].register(name, once).catch(reject);
  });
}

async function signIn() {
  try {
    say({ login: await sdk.session.login("executive", "wrong") });
  } catch (error) {
    say({ refused: error.code, type: error.type });
  }
  say({ login: await sdk.session.login("executive", "executive", "auth.type.passwd") });
  const user = await sdk.session.getCurrentUser();
  say({ user: user.userId });
}

// What the CRM's own disposition screen offers: a name of ours for a code of theirs.
async function dispositions(campaignId) {
  const classes = await sdk.configuration.getDispositionCodesWithDispositionClass(campaignId);
  const codes = classes.flatMap((one) => one.dispositionCodeBean);
  return new Map(codes.map((code) => [code.dispositionCodeName, code.dispositionCodeId]));
}

async function dial(phone, campaignId) {
  const initiated = next("interaction", "interactionInitiated");
  const over = next("interaction", "interactionDisconnected");
  const answer = await sdk.interaction.initiateInteraction("voice", { phone, name: "From the list" }, campaignId);
  say({ dialling: phone, result: answer.result });
  const { interactionId } = await initiated;
  await over;
  return interactionId;
}

await signIn();
say({ waiting: "campaign" });
const [campaign] = await next("session", "campaignSelected");
await next("session", "extensionSelected");
say({ campaign: campaign.campaignId });
const codes = await dispositions(campaign.campaignId);

for (const phone of ["5550100", "5550101"]) {
  const interactionId = await dial(phone, campaign.campaignId);
  const ended = next("interaction", "interactionEnded");
  const disposed = next("interaction", "interactionDisposed");
  await sdk.interaction.disposeInteraction("voice", interactionId, codes.get("Closed"), `Called ${phone}`);
  const { dispositionDetails } = await disposed;
  await ended;
  say({ disposed: phone, as: dispositionDetails.dispositionClass, notes: dispositionDetails.callNotes });
}

try {
  await sdk.interaction.initiateInteraction("voice", {}, campaign.campaignId);
} catch (error) {
  say({ refused: error.code, field: error.data.field });
}
say({ logout: await sdk.session.logout() });
process.exit(0);
