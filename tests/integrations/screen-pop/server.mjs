// The same page's logic in a service, without a browser.

import { start } from "./crm.js";

const log = (entry) => console.log(JSON.stringify(entry));
try {
  await start({ eccBase: process.env.ECC_BASE, origin: "https://crm.example.com", log });
} catch (error) {
  log({ failed: error.code ?? 0, message: error.message });
  process.exitCode = 1;
}
