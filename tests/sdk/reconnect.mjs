// Pages hear every event while their connections are cut again and again; prints what each has heard.
import { Log, config, load, stdin } from "./support.mjs";

const PAGES = 4;
const ROUNDS = Number(process.env.ROUNDS);
const EVENTS = {
  session: ["loginStatus", "campaignSelected", "extensionSelected", "userAvailabilityStatusChanged"],
  interaction: [
    "interactionInitiated",
    "callRinging",
    "showCrm",
    "interactionConnected",
    "interactionDisconnected",
    "interactionDisposed",
    "handleInteractionDisposed",
    "interactionEnded",
    "customerLinkedToInteraction",
  ],
};

/** A page that keeps what it hears. */
async function open() {
  const sdk = await (await load()).initialize(config);
  const log = new Log();
  for (const [namespace, events] of Object.entries(EVENTS)) {
    for (const name of events) {
      const full = `${namespace}.${name}`;
      await sdk[namespace].register(name, (payload) => log.add(`${full} ${JSON.stringify(payload)}`));
    }
  }
  return { sdk, log };
}

const pages = await Promise.all(Array.from({ length: PAGES }, open));
// One of them disposes each call. Done twice, it would be refused the second time.
const disposed = [];
await pages[0].sdk.interaction.register("interactionDisconnected", ({ interactionId }) => {
  disposed.push(pages[0].sdk.interaction.disposeInteraction("voice", interactionId, 1401, "done"));
});
const next = stdin();
console.log("ready");
for (let round = 1; round <= ROUNDS; round += 1) {
  await next();
  // Calls under way are answered, whatever becomes of the connection.
  await Promise.all(pages.map(({ sdk }) => sdk.session.getCurrentUser()));
  const ends = (all) => all.filter((one) => one.startsWith("interaction.interactionEnded")).length;
  await Promise.all(pages.map(({ log }) => log.until(() => ends(log.all) >= round)));
  console.log("ended");
}
await next();
const answers = await Promise.all(disposed);
if (answers.length !== ROUNDS || answers.some((answer) => answer !== "ok")) throw new Error(answers.join());
// More than a pipe takes at once: it is all to be written before the end.
process.stdout.write(JSON.stringify(pages.map(({ log }) => log.all)), () => process.exit(0));
