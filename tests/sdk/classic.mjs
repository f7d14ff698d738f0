// The classic script: no module, no globals of a browser but what every page has, one global set.
import assert from "node:assert/strict";
import http from "node:http";
import vm from "node:vm";
import { BASE, config } from "./support.mjs";

/** Not by `fetch`, which does not let anyone choose its mode. */
const get = (path, headers) =>
  new Promise((resolve, reject) => {
    const take = async (answer) => resolve((await answer.toArray()).join(""));
    http.get(`${BASE}/omniapp/sdk/${path}`, { headers }, take).on("error", reject);
  });

for (const [file, headers] of [
  ["ameyo.sdk.classic.js", {}],
  ["ameyo.sdk.js", { "Sec-Fetch-Mode": "no-cors" }],
]) {
  const before = new Set(Object.getOwnPropertyNames(globalThis));
  vm.runInThisContext(await get(file, headers));
  assert.deepEqual(Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name)), ["sdk"]);
  const { sdk } = globalThis;
  delete globalThis.sdk;
  assert.equal(await sdk.getBaseUrl(), BASE);
  const instance = await sdk.initialize(config);
  assert.equal(await instance.session.login("executive", "executive"), "Successfully logged in");
}

// A page has nothing of Node: what the SDK takes for given is this much.
const Socket = globalThis.WebSocket ?? globalThis[Symbol.for("offhook.WebSocket")];
const page = vm.createContext({
  ...{ URL, URLSearchParams, TextEncoder, AbortSignal, console, fetch, performance, setTimeout, clearTimeout },
  WebSocket: Socket,
  location: { origin: "https://crm.example.com", search: "?a=b" },
});
vm.runInContext(await get("ameyo.sdk.classic.js", {}), page);
const texts = [];
await page.sdk.initialize(config);
await page.sdk.session.register("loginStatus", (text) => texts.push(text));
assert.equal(await page.sdk.session.logout(), "Logout Successful");
assert.equal((await page.sdk.session.getCurrentUser().catch((error) => error)).code, 3000);
assert.equal(texts.length, 1);
process.exit(0);
