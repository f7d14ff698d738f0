// Where the SDK looks for its hub.
import assert from "node:assert/strict";
import { BASE, config, load, loadPackaged, rejects } from "./support.mjs";

// Written in, path prefix and all, it goes before everything but setBaseUrl.
process.env.OFFHOOK_URL = "http://127.0.0.1:1";
const served = await load(`${BASE}/s/default`);
assert.equal(await served.getBaseUrl(), `${BASE}/s/default`);
// As a handler it is given an event, of which it knows nothing.
const event = {};
event.target = event;
assert.equal(await served.getBaseUrl(event), `${BASE}/s/default`);
await served.setBaseUrl(`${BASE}//`);
assert.equal(await served.getBaseUrl(), BASE);

// Else the environment, the page's query, the page.
const found = async () => (await loadPackaged()).getBaseUrl();
assert.equal(await found(), "http://127.0.0.1:1");
process.env.OFFHOOK_URL = "";
assert.equal(await found(), "http://127.0.0.1:4650");
globalThis.location = new URL("https://page.example.com/app/index.html?origin=https://origin.example/&a=b");
assert.equal(await found(), "https://origin.example");
globalThis.location = new URL("https://page.example.com/?sdkBaseUrl=https%3A%2F%2Fsdk.example%2Fs%2Fone%2F&origin=https://o");
assert.equal(await found(), "https://sdk.example/s/one");
globalThis.location = new URL("https://page.example.com/?sdkBaseUrl=nonsense");
assert.equal(await found(), "https://page.example.com");
globalThis.location = new URL("file:///home/me/app.html");
assert.equal(await found(), "http://127.0.0.1:4650");

// Another base while a connection is there: it goes over.
const moved = await (await load()).initialize(config);
await moved.session.login("executive", "executive");
await moved.setBaseUrl(`${BASE}/s/default`);
assert.equal((await moved.session.getCurrentUser()).userId, "executive", "the same desk by another way");
process.exit(0);
