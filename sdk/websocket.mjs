// A websocket for Node 20, which has no global one. The SDK finds it under a symbol of its own: the
// globals that an integration sees stay those of its Node.
import { createRequire } from "node:module";

if (typeof globalThis.WebSocket === "undefined") {
  // Not by `await import()`: whoever waits at the top level can't be loaded by `require()`.
  const { WebSocket } = createRequire(import.meta.url)("ws");
  globalThis[Symbol.for("offhook.WebSocket")] = class extends WebSocket {
    constructor(address, protocols) {
      super(address, protocols, { perMessageDeflate: false, maxPayload: 4 << 20 });
    }
  };
}
