// Makes every call of the table and compares what becomes of it with what the hub's check says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { config, loadPackaged } from "./support.mjs";

const sdk = await loadPackaged();
await sdk.initialize(config);
const cases = JSON.parse(readFileSync(process.env.CASES, "utf8"));
for (const { id, params, verdict } of cases) {
  const [namespace, name] = id.includes(".") ? id.split(".") : [undefined, id];
  const method = namespace ? sdk[namespace][name] : sdk[name];
  const came = await method(...params).catch(({ code, data }) => {
    assert.equal(data.method, id);
    return { code, field: data.field, expected: data.expected };
  });
  assert.deepEqual(came, verdict, `${id} ${JSON.stringify(params)}`);
}
process.exit(0);
