// Prints the names of all functions that the instance has, and registers for every event.
import assert from "node:assert/strict";
import { config, load } from "./support.mjs";

const sdk = await load();
const instance = await sdk.initialize(config);
const names = [];
for (const [name, value] of Object.entries(instance)) {
  if (typeof value === "function") names.push(name);
  else for (const [method, one] of Object.entries(value)) {
    assert.equal(typeof one, "function", `${name}.${method}`);
    names.push(`${name}.${method}`);
  }
}
for (const event of JSON.parse(process.env.EVENTS)) {
  const [namespace, name] = event.split(".");
  assert.equal(await instance[namespace].register(name, () => {}), "ok", event);
}
console.log(JSON.stringify(names.sort()));
process.exit(0);
