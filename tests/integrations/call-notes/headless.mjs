// The app without a page: its address comes from the environment.

import { CallNotes } from "./app.js";

const app = new CallNotes((entry) => console.log(JSON.stringify(entry)));
await app.start(new URL(process.env.APP_URL));
