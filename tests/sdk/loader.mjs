// What the loader takes, what it leaves alone, and what it says when a hub is not there.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { BASE } from "./support.mjs";

const path = "/omniapp/sdk/ameyo.sdk.js";
const file = await import(`${BASE}${path}`);
assert.deepEqual(Object.keys(file).sort(), ["default", "initialize", "sdk"]);
assert.equal(file.default, file.sdk);
assert.equal(file.initialize, file.sdk.initialize);
assert.equal(await import(`${BASE}${path}`), file, "one module for one address");
assert.notEqual((await import(`${BASE}${path}?2`)).sdk, file.sdk);
assert.equal(globalThis.sdk, undefined);
// From CommonJS too.
const { runInThisContext, constants } = await import("node:vm");
const fromScript = runInThisContext("(address) => import(address)", {
  importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER ?? ((address) => import(address)),
});
assert.equal((await fromScript(`${BASE}${path}`)).sdk, file.sdk);

// Everything else is as it was.
await assert.rejects(import(`${BASE}/healthz`), (error) => !error.message.startsWith("offhook"));
assert.equal(createRequire(import.meta.url)("node:path"), (await import("node:path")).default);

const fails = (address, what) =>
  assert.rejects(import(address), (error) => {
    assert.match(error.message, /^offhook: the SDK can't be loaded from http:/);
    assert.match(error.message, what);
    return true;
  });
await fails(`http://127.0.0.1:1${path}`, /ECONNREFUSED.*`offhook serve`|bad port/);
await fails(`${BASE}/s/nowhere${path}`, /404: there is no such site/);
await fails(`${BASE}/t/secret${path}`, /\/t\/\*\*\*\/omniapp.*401/);

const answers = {
  "/large": [200, { "content-type": "text/javascript" }, `// ${"x".repeat(300 * 1024)}`],
  "/page": [200, { "content-type": "text/html" }, "<html>"],
  "/moved": [302, { location: `${BASE}${path}` }, ""],
};
const server = createServer((request, response) => {
  const [status, headers, body] = answers[request.url.slice(0, request.url.indexOf(path))];
  response.writeHead(status, headers).end(body);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const elsewhere = `http://127.0.0.1:${server.address().port}`;
await fails(`${elsewhere}/large${path}`, /larger than 262144 bytes/);
await fails(`${elsewhere}/page${path}`, /no JavaScript, but text\/html/);
await fails(`${elsewhere}/moved${path}`, /redirect/);
process.exit(0);
