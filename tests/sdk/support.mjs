// What the scripts share: the SDK from a hub, a peer that is the agent and the public, and waiting.
import assert from "node:assert/strict";
import { createInterface } from "node:readline";

export const { BASE, TOKEN } = process.env;
export const PAGE = "https://crm.example.com";
export const config = { context: "crm", origin: PAGE, instanceId: "ameyoIframe" };

// Nothing may take for ever.
setTimeout(() => {
  console.error("the script took too long");
  process.exit(9);
}, 25_000).unref();

let copies = 0;

/** The SDK as an integration loads it; each time a new one, as on a page of its own. */
export async function load(base = BASE) {
  copies += 1;
  return (await import(`${base}/omniapp/sdk/ameyo.sdk.js?copy=${copies}`)).default;
}

/** The SDK of the package, which finds its hub by the environment; each time a new one. */
export async function loadPackaged() {
  copies += 1;
  return (await import(new URL(`../../sdk/ameyo.sdk.js?copy=${copies}`, import.meta.url))).default;
}

/** Checks a rejection; `expected` names what it has to have, below `data` too. */
export async function rejects(promise, expected) {
  const error = await promise.then(
    (value) => assert.fail(`no error, but ${JSON.stringify(value)}`),
    (error) => error,
  );
  assert.ok(error instanceof Error, String(error));
  assert.equal(typeof error.message, "string");
  const { code, type, ...data } = expected;
  assert.equal(error.code, code, error.message);
  assert.equal(error.type, TYPES[code]);
  for (const [name, value] of Object.entries(data)) assert.deepEqual(error.data[name], value, error.message);
  return error;
}

const TYPES = {
  1000: "Timeout",
  1003: "Invalid origin",
  2001: "Required field missing",
  3000: "HTTP error",
  4000: "Data not found",
};

/** Things that happen, and waiting for them. */
export class Log {
  all = [];
  #waiting = [];

  add = (thing) => {
    this.all.push(thing);
    this.#waiting = this.#waiting.filter((check) => !check());
  };

  /** Resolves when so many have come. */
  async count(count) {
    await this.until(() => this.all.length >= count);
    return this.all;
  }

  until(is) {
    return new Promise((resolve) => {
      const check = () => is() && (resolve(), true);
      if (!check()) this.#waiting.push(check);
    });
  }
}

/** A peer of role control: what the agent and the public do. */
export async function control() {
  const Socket = globalThis.WebSocket ?? globalThis[Symbol.for("offhook.WebSocket")];
  const socket = new Socket(`${BASE.replace("http", "ws")}/ws`, ["offhook.v1"]);
  const waiting = new Map();
  let last = 0;
  await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
  socket.onmessage = ({ data }) => {
    const { id, result, error } = JSON.parse(data);
    const answer = waiting.get(id);
    if (answer) error ? answer.reject(Object.assign(new Error(error.message), error)) : answer.resolve(result);
  };
  const call = (method, ...params) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      socket.send(JSON.stringify({ jsonrpc: "2.0", id: last, method, params }));
    });
  last += 1;
  await new Promise((resolve, reject) => {
    waiting.set(last, { resolve, reject });
    const params = { role: "control", token: TOKEN };
    socket.send(JSON.stringify({ jsonrpc: "2.0", id: last, method: "hello", params }));
  });
  return call;
}

/** The next line of stdin, each time that it is asked for. */
export function stdin() {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  return async () => (await lines.next()).value;
}

/** What is written to the console by one of its functions, kept instead. */
export function captured(name) {
  const log = new Log();
  console[name] = (...words) => log.add(words);
  return log;
}
