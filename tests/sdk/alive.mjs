// Nothing but a callback keeps this program alive, as it would a page.
import { config, load } from "./support.mjs";

const { session } = await (await load()).initialize(config);
await session.register("loginStatus", (text) => {
  console.log(text);
  process.exit(0);
});
console.log("ready");
