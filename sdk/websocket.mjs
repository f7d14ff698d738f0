// A websocket for Node 20, which has no global one. The SDK finds it under a symbol of its own: the
// globals that an integration sees stay those of its Node.
if (typeof globalThis.WebSocket === "undefined") {
  const { WebSocket } = await import("ws");
  globalThis[Symbol.for("offhook.WebSocket")] = class extends WebSocket {
    constructor(address, protocols) {
      super(address, protocols, { perMessageDeflate: false, maxPayload: 4 << 20 });
    }
  };
}
