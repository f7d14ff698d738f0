// A page that awaits nothing and is wrong.
import { config, load } from "./support.mjs";

const { session, interaction } = await (await load()).initialize(config);
console.log("begun");
if (process.env.WRONG === "register") interaction.register("callRining", () => {});
if (process.env.WRONG === "call") interaction.initiateInteraction("voice", {}, 172);
if (process.env.WRONG === "state") session.getCurrentUser();
if (process.env.WRONG === "caught") {
  const wrong = [interaction.register("callRining", () => {}), session.getCurrentUser()];
  wrong.forEach((promise) => promise.catch(({ code }) => console.log(code)));
}
await new Promise((resolve) => setTimeout(resolve, 200));
console.log("went on");
process.exit(0);
