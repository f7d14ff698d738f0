// The Omni SDK as offhook's hub serves it: the vendor's methods and events over one websocket.
//
// Plain JavaScript for browsers and Node 20 or later. The hub puts the contract and its own address in
// at the mark below, and an export at the end; nothing else is built.

// Put in by offhook: the contract, and the address that this was served from.
const CONTRACT = {errors:{"1000":"Timeout","1003":"Invalid origin","2001":"Required field missing","3000":"HTTP error","4000":"Data not found"},methods:[{id:"initialize",params:[{name:"config",type:"object",fields:[{name:"context",type:"string",enum:["crm","app"]},{name:"origin",type:"string"},{name:"instanceId",type:"string",optional:true,default:"ameyoIframe"}]}]},{id:"setBaseUrl",params:[{name:"url",type:"string"}]},{id:"getBaseUrl",params:[]},{id:"onLoadHandler",params:[{name:"isLoaded",type:"boolean"}]},{id:"session.login",params:[{name:"username",type:"string"},{name:"password",type:"string"},{name:"authPolicy",type:"string",optional:true,default:"auth.type.crm.http"}]},{id:"session.forceLogin",params:[{name:"username",type:"string"},{name:"password",type:"string"},{name:"authPolicy",type:"string",optional:true,default:"auth.type.crm.http"}]},{id:"session.getSelectedExtension",params:[]},{id:"session.logout",params:[]},{id:"session.getCurrentUser",params:[]},{id:"session.getSelectedCampaigns",params:[]},{id:"session.getAgentSession",params:[]},{id:"interaction.initiateInteraction",params:[{name:"channelType",type:"string",enum:["voice","chat"]},{name:"channelDetails",type:"object",fields:[{name:"phone",type:"string",optional:true,requiredWhen:{param:"channelType",is:"voice"}},{name:"name",type:"string",optional:true},{name:"appId",type:"string",optional:true}]},{name:"campaignId",type:"number"},{name:"customerId",type:"number",optional:true},{name:"searchables",type:"array",optional:true,items:{type:"string"}},{name:"interactionRelationId",type:"string",optional:true},{name:"channelSubType",type:"string",optional:true},{name:"additionalInfo",type:"any",optional:true}]},{id:"interaction.disposeInteraction",params:[{name:"channelType",type:"string",enum:["voice","chat"]},{name:"interactionId",type:"string"},{name:"dispositionCodeId",type:"number"},{name:"notes",type:"string",optional:true},{name:"additionalParams",type:"object",optional:true,fields:[{name:"callbackTime",type:"string"},{name:"phone",type:"string"},{name:"isSelfCallback",type:"boolean"}]}]},{id:"interaction.disposeAndInitiateNewInteraction",params:[{name:"interactionId",type:"string"},{name:"dispositionCodeId",type:"number"},{name:"phone",type:"string"},{name:"notes",type:"string",optional:true}]},{id:"interaction.getAllLiveInteractionsForAgent",params:[]},{id:"interaction.getCurrentInteraction",params:[]},{id:"interaction.getIsInteractionOwnedByUser",params:[]},{id:"crm.setRecordInfoForInteraction",alsoIn:["interaction"],params:[{name:"interactionId",type:"string"},{name:"recordId",type:"string"},{name:"recordType",type:"string"},{name:"recordName",type:"string"},{name:"additionalInfo",type:"any",optional:true}]},{id:"crm.showMultipleRecordsForInteraction",alsoIn:["interaction"],params:[{name:"interactionId",type:"string"},{name:"recordsInfo",type:"array",items:{type:"object",fields:[{name:"recordId",type:"string"},{name:"recordType",type:"string"},{name:"recordName",type:"string"},{name:"additionalInfo",type:"any",optional:true}]}}]},{id:"crm.showMultipleRecordsForPreview",alsoIn:["interaction"],params:[{name:"phone",type:"string"},{name:"recordsInfo",type:"array",items:{type:"object",fields:[{name:"recordId",type:"string"},{name:"recordType",type:"string"},{name:"recordName",type:"string"},{name:"additionalInfo",type:"any",optional:true}]}}]},{id:"crm.sendCurrentCRMRecordOpened",alsoIn:["interaction"],alsoNamed:["sendCurrentCrmRecordOpened"],params:[{name:"crmRecordInfo",type:"object",fields:[{name:"recordId",type:"string"},{name:"recordType",type:"string"},{name:"recordName",type:"string"},{name:"additionalInfo",type:"any",optional:true}]}]},{id:"crm.getAllContacts",params:[{name:"connectorId",type:"string"},{name:"objectId",type:"string"}]},{id:"crm.getAllCases",params:[{name:"connectorId",type:"string"},{name:"objectId",type:"string"}]},{id:"crm.createCase",params:[{name:"objectType",type:"string"},{name:"data",type:"any"},{name:"connectorId",type:"string"}]},{id:"crm.updateObject",params:[{name:"objectType",type:"string"},{name:"data",type:"any"},{name:"connectorId",type:"string"},{name:"objectId",type:"string"}]},{id:"crm.searchCase",params:[{name:"connectorId",type:"string"},{name:"objectType",type:"string"},{name:"search",type:"string"},{name:"searchField",type:"string"},{name:"limit",type:"number"},{name:"offset",type:"number"}]},{id:"crm.sendDataToCRM",alsoNamed:["sendDataToCrm"],params:[{name:"contextData",type:"any"}]},{id:"crm.sendDataToApp",params:[{name:"contextData",type:"any"}]},{id:"configuration.getDispositionCodesWithDispositionClass",alsoIn:["interaction","crm"],params:[{name:"campaignId",type:"number"}]},{id:"configuration.getOmniCRMObjectConfiguration",alsoNamed:["getOmniCrmObjectConfiguration"],params:[]},{id:"configuration.getOmniCRMConfiguration",alsoNamed:["getOmniCrmConfiguration"],params:[]},{id:"configuration.getPhoneNumberForSearch",params:[]},{id:"configuration.getPrimaryColumnName",params:[]},{id:"http.invokeECCApi",alsoIn:["httpRequest"],alsoNamed:["invokeEccApi","invokeECCAPI","invokeAmeyo"],params:[{name:"microservice",type:"string",enum:["appserver","cms","cfs","data-engine","callback-server","customer-manager","chat-service","interaction-service","chat-bosch-service"]},{name:"url",type:"string"},{name:"method",type:"string",enum:["GET","POST","PUT","DELETE"]},{name:"queryParams",type:"map",optional:true},{name:"data",type:"map",optional:true},{name:"isMultipart",type:"boolean",optional:true}]},{id:"http.invokeThirdPartyApi",alsoIn:["httpRequest"],alsoNamed:["invokeThirdPartyAPI","invoke"],params:[{name:"url",type:"string"},{name:"method",type:"string",enum:["GET","POST","PUT","DELETE","PATCH"]},{name:"headers",type:"map",optional:true,items:{type:"string"}},{name:"queryParams",type:"map",optional:true},{name:"data",type:"map",optional:true},{name:"isMultipart",type:"boolean",optional:true}]},{id:"ui.setLoginInfo",alsoIn:["interface"],params:[{name:"username",type:"string"},{name:"token",type:"string"}]},{id:"ui.populateChannelDetailsForNewInteraction",alsoIn:["interface"],params:[{name:"channelType",type:"string",enum:["voice","chat"]},{name:"channelSubType",type:"string"},{name:"channelDetails",type:"object",fields:[{name:"campaignId",type:"string"},{name:"appName",type:"string"},{name:"phone",type:"string"},{name:"name",type:"string"}]}]},{id:"ui.setExtensionInfo",alsoIn:["interface"],params:[{name:"callContextId",type:"number"},{name:"phone",type:"string"}]},{id:"ui.triggerToastNotification",alsoIn:["interface"],params:[{name:"message",type:"string"},{name:"variant",type:"string",enum:["success","error","warning","info"]}]},{id:"ui.triggerDesktopNotification",alsoIn:["interface"],params:[{name:"notificationType",type:"string"},{name:"notificationSubType",type:"string"},{name:"subject",type:"string"},{name:"message",type:"string"}]},{id:"store.get",params:[{name:"key",type:"string"}]},{id:"store.set",params:[{name:"key",type:"string"},{name:"value",type:"string"}]},{id:"store.delete",params:[{name:"key",type:"string"}]},{id:"appInstance.getAllInfo",alsoIn:["instance"],params:[{name:"appId",type:"string"}]},{id:"appInstance.getInfo",alsoIn:["instance"],params:[{name:"instanceId",type:"string"}]},{id:"appInstance.sendDataToApp",alsoIn:["instance"],alsoNamed:["sendData"],params:[{name:"instanceId",type:"string"},{name:"contextData",type:"any"}]}],events:[{id:"session.loginStatus"},{id:"session.userAvailabilityStatusChanged"},{id:"session.campaignSelected"},{id:"session.extensionSelected"},{id:"interaction.interactionInitiated"},{id:"interaction.callRinging"},{id:"interaction.interactionConnected"},{id:"interaction.interactionDisconnected"},{id:"interaction.interactionDisposed"},{id:"interaction.interactionEnded"},{id:"interaction.customerLinkedToInteraction"},{id:"interaction.customerUnlinkedToInteraction"},{id:"interaction.interactionTransferred"},{id:"interaction.interactionConferred"},{id:"interaction.getIsInteractionOwnedByUser"},{id:"interaction.showCrm",alsoIn:["crm"],alsoNamed:["showCRM"]},{id:"interaction.openRecord",alsoIn:["crm"]},{id:"interaction.onAttachButtonClick",alsoIn:["crm"]},{id:"interaction.onUnattachButtonClick",alsoIn:["crm"]},{id:"interaction.onCreateButtonClick",alsoIn:["crm"]},{id:"interaction.getCurrentCRMRecordOpened",alsoIn:["crm"],alsoNamed:["getCurrentCrmRecordOpened"]},{id:"interaction.handlePreview",alsoIn:["crm"]},{id:"interaction.handleInteractionDisposed",alsoIn:["crm"]},{id:"interaction.receiveDataFromApp",alsoIn:["crm"]},{id:"interaction.receiveDataFromCRM",alsoIn:["crm"],alsoNamed:["receiveDataFromCrm"]},{id:"ui.windowVisibilityChanged",alsoIn:["interface","session"]},{id:"ui.sendLifecycleEvent",alsoIn:["interface","session"]},{id:"ui.receiveData",alsoIn:["interface"]},{id:"notification.notification",alsoIn:["ui","session"]},{id:"appInstance.receiveData",alsoIn:["instance"]}]};
const SERVED_FROM = null;

/** The websocket's subprotocol. */
const SUBPROTOCOL = "offhook.v1";
/** Where a hub is when nobody says. */
const DEFAULT_BASE = "http://127.0.0.1:4650";
/** How long a call may take before the hub has said how long, in ms. */
const COMMAND_TIME = 20000;
/** How long connecting and the greeting may take, in ms. */
const OPEN_TIME = 10000;
/** A connection that has lasted so long counts as good: the next pause is a short one again. In ms. */
const STEADY = 5000;
/** The first and the longest pause before the next try, in ms. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 5000;
/** The largest message that the hub takes, in bytes. */
const MAX_MESSAGE = 1 << 20;
/** The most calls that are sent and not answered; further ones wait. The hub remembers 256 answers of a
 * peer whose connection dropped, so that none of these is done twice. */
const MAX_SENT = 200;
/** The most calls that wait or are sent; one more is refused. */
const MAX_CALLS = 4096;
/** The most callbacks of an event; one more is refused. */
const MAX_CALLBACKS = 1000;
/** The longest parameters and message of a refused call that the hub is told of. */
const MAX_TOLD = [4096, 1000];
/** Who awaits `initialize` has no callback yet when this comes: the first few wait for one. */
const EARLY = "ui.sendLifecycleEvent";
const MAX_EARLY = 16;
/** Node hands out several messages in one turn; see `Connection.drain`. */
const nextTurn = globalThis.setImmediate;

const TIMEOUT = 1000;
const INVALID_ORIGIN = 1003;
const REQUIRED_FIELD_MISSING = 2001;
const HTTP_ERROR = 3000;
const DATA_NOT_FOUND = 4000;

/** What promises of the SDK reject with. */
class SdkError extends Error {
  constructor(code, message, data) {
    super(message);
    this.name = "SdkError";
    this.code = code;
    this.type = CONTRACT.errors[code];
    this.data = Object.assign({ type: this.type }, data);
  }

  /** From the `error` of an answer. JSON-RPC's own codes are none of the SDK's. */
  static fromWire(error) {
    if (CONTRACT.errors[error.code]) return new SdkError(error.code, error.message, error.data);
    return new SdkError(HTTP_ERROR, error.message, { http: 400 });
  }

  /** The same as the answer to one method. */
  of(method) {
    return new SdkError(this.code, this.message, Object.assign({}, this.data, { method }));
  }
}

// ---- Parameters. The rules, paths and words are those of the hub's own check.

function refuse(field, expected) {
  throw new SdkError(REQUIRED_FIELD_MISSING, `${field}: expected ${expected}`, { field, expected });
}

function typeName(type) {
  if (type === "map") return "object";
  return type === "any" ? "any value" : type;
}

function expectedOf(param) {
  if (param.enum) return `one of ${param.enum.join(", ")}`;
  if (param.type === "array" && param.items) return `array of ${typeName(param.items.type)}`;
  return typeName(param.type);
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isForm = (value) => typeof FormData !== "undefined" && value instanceof FormData;

/** Makes an error of a number that JSON would turn into null. */
function noLoss(key, value) {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError("not a finite number");
  return value;
}

/** What JSON makes of an argument, for that is what the hub sees; undefined where it is absent. */
function asJson(param, argument) {
  if (argument === undefined || argument === null) return undefined;
  let text;
  try {
    text = JSON.stringify(argument, noLoss);
  } catch (error) {
    // A cycle, a BigInt, NaN: nothing that can be sent.
  }
  if (text === undefined) refuse(param.name, expectedOf(param));
  const value = JSON.parse(text);
  return value === null ? undefined : value;
}

function checkValue(param, path, value) {
  const { type, items } = param;
  const fits = {
    string: () => typeof value === "string",
    number: () => typeof value === "number",
    boolean: () => typeof value === "boolean",
    any: () => value !== null,
    array: () => Array.isArray(value),
    map: () => isObject(value),
    object: () => isObject(value),
  };
  if (!fits[type]()) refuse(path, expectedOf(param));
  if (type === "array" && items) value.forEach((item, at) => checkValue(items, `${path}[${at}]`, item));
  if (type === "map" && items) {
    for (const key of Object.keys(value)) checkValue(items, `${path}.${key}`, value[key]);
  }
  if (type === "object") checkFields(param, path, value);
  if (param.enum && typeof value === "string" && !param.enum.includes(value)) {
    refuse(path, expectedOf(param));
  }
}

function checkFields(param, path, value) {
  for (const field of param.fields || []) {
    const given = value[field.name];
    if (given !== undefined && given !== null) checkValue(field, `${path}.${field.name}`, given);
    else if (!field.optional) refuse(`${path}.${field.name}`, expectedOf(field));
  }
}

/** Fields that another parameter's value makes mandatory. */
function checkConditions(params, named) {
  for (const param of params) {
    for (const field of param.fields || []) {
      const when = field.requiredWhen;
      if (!when || named[when.param] !== when.is) continue;
      const given = named[param.name] && named[param.name][field.name];
      if (given === undefined || given === null) refuse(`${param.name}.${field.name}`, expectedOf(field));
    }
  }
}

/** The parameters of a call as they are sent: checked, absent ones at the end left out. A form among them
 * is left as it is. More than there are is passed over, as any function does: a handler gets its event. */
function checkArguments(params, given) {
  const named = {};
  const sent = params.map((param, at) => {
    if (param.type === "map" && isForm(given[at])) return given[at];
    const argument = asJson(param, given[at]);
    const value = argument === undefined ? param.default : argument;
    if (value !== undefined) checkValue(param, param.name, value);
    else if (!param.optional) refuse(param.name, expectedOf(param));
    named[param.name] = value;
    return argument === undefined ? null : argument;
  });
  checkConditions(params, named);
  while (sent.length > 0 && sent[sent.length - 1] === null) sent.pop();
  return sent;
}

function base64(bytes) {
  let text = "";
  // Divisible by three, so that the pieces fit together.
  const piece = 24576;
  for (let at = 0; at < bytes.length; at += piece) {
    text += btoa(String.fromCharCode.apply(null, bytes.subarray(at, at + piece)));
  }
  return text;
}

/** A form as JSON: its files are read. */
async function encodeForm(form) {
  const entries = Array.from(form.entries());
  const size = entries.reduce((sum, [, value]) => sum + (value.size || value.length || 0), 0);
  if (size > MAX_MESSAGE) refuse("data", `a form of at most ${MAX_MESSAGE} bytes`);
  const encode = async ([name, value]) => {
    if (typeof value === "string") return [name, value];
    const bytes = new Uint8Array(await value.arrayBuffer());
    return [name, { filename: value.name, type: value.type, base64: base64(bytes) }];
  };
  return { $form: await Promise.all(entries.map(encode)) };
}

// ---- Names.

for (const thing of CONTRACT.methods.concat(CONTRACT.events)) {
  const dot = thing.id.indexOf(".");
  thing.namespace = thing.id.slice(0, Math.max(0, dot));
  thing.name = thing.id.slice(dot + 1);
}

/** How many letters to change, add or leave out to make one word of the other. */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const change = row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[other.length];
}

/** The event that is most like a name, if any is like it at all. */
function nearestEvent(namespace, name) {
  if (name.length > 100) return undefined;
  let nearest;
  let least = Math.max(2, name.length / 3);
  for (const event of CONTRACT.events) {
    // Another namespace counts for as much as half a letter.
    const elsewhere = event.namespace === namespace ? 0 : 0.5;
    const far = distance(name.toLowerCase(), event.name.toLowerCase()) + elsewhere;
    if (far < least) [nearest, least] = [event.id, far];
  }
  return nearest;
}

/** Calls `each` with every name under which something goes: the documented ones first, so that another
 * spelling never takes the place of a documented name. */
function eachName(things, each) {
  for (const thing of things) each(thing, thing.namespace, thing.name);
  for (const thing of things) {
    for (const name of [thing.name].concat(thing.alsoNamed || [])) {
      for (const namespace of [thing.namespace].concat(thing.alsoIn || [])) each(thing, namespace, name);
    }
  }
}

// ---- Where the hub is.

function cleanBase(url) {
  let parsed;
  try {
    parsed = new URL(url);
  } catch (error) {
    parsed = null;
  }
  if (!parsed || !/^https?:$/.test(parsed.protocol)) refuse("url", "an http or https address");
  return (parsed.origin + parsed.pathname).replace(/\/+$/, "");
}

function pageQuery(name) {
  const { location } = globalThis;
  return (location && new URLSearchParams(location.search).get(name)) || undefined;
}

/** A base as it may be shown: a token in its path is a secret. */
const shown = (base) => base.replace(/\/t\/[^/]*/, "/t/***");

/** Where the hub is: written in by the hub that served this file; else as the environment says, the page's
 * query, the page itself. */
function findBase() {
  const { process, location } = globalThis;
  const page = location && /^https?:/.test(location.origin) ? location.origin : undefined;
  const candidates = [
    SERVED_FROM,
    process && process.env && process.env.OFFHOOK_URL,
    pageQuery("sdkBaseUrl"),
    pageQuery("origin"),
    page,
  ];
  for (const candidate of candidates) {
    try {
      if (candidate) return cleanBase(candidate);
    } catch (error) {
      // No address: the next one may be.
    }
  }
  return DEFAULT_BASE;
}

// ---- The connection.

/** One peer of a hub. It connects again whenever the connection drops, and goes on after the last frame
 * that it saw. Calls wait for the connection; each is answered once. */
class Connection {
  /** `hello` says who we are; `onEvent` is called with each event, `onAfresh` where the hub knows nothing
   * of what this peer has told it before. */
  constructor(base, hello, onEvent, onAfresh) {
    Object.assign(this, { base, hello, onEvent, onAfresh });
    /** Where to go on: epoch, key and the last frame seen. */
    this.seen = null;
    this.wasGreeted = false;
    /** Why the hub does not want us, once and for all. */
    this.refused = null;
    /** What was wrong last, for a person. */
    this.trouble = "there was no answer yet";
    this.socket = null;
    this.isReady = false;
    this.inbox = [];
    this.isDraining = false;
    this.heard = 0;
    this.calls = new Map();
    this.lastId = 0;
    this.sent = 0;
    this.commandTime = COMMAND_TIME;
    this.attempt = 0;
    this.opened = 0;
    this.since = 0;
    this.timer = undefined;
    /** Those who wait for the first greeting. */
    this.waiters = new Set();
    this.open();
  }

  /** Resolves when the hub has greeted. */
  whenJoined() {
    return new Promise((resolve, reject) => {
      const waiter = { method: "initialize", since: performance.now(), resolve, reject };
      if (this.refused) reject(this.refused);
      else if (this.seen) resolve();
      else {
        this.waiters.add(waiter);
        this.arm(waiter);
      }
    });
  }

  /** Makes a call. */
  call(method, params) {
    return new Promise((resolve, reject) => {
      const id = this.lastId + 1;
      const text = JSON.stringify({ jsonrpc: "2.0", id, method, params });
      const fail = (code, message, data) => {
        const error = new SdkError(code, message, Object.assign({ method }, data));
        this.tellRefused(error);
        reject(error);
      };
      if (this.refused) {
        reject(this.refused.of(method));
      } else if (text.length > MAX_MESSAGE / 3 && new TextEncoder().encode(text).length > MAX_MESSAGE) {
        const expected = `at most ${MAX_MESSAGE} bytes as JSON`;
        fail(REQUIRED_FIELD_MISSING, `params: expected ${expected}`, { field: "params", expected });
      } else if (this.calls.size >= MAX_CALLS) {
        fail(HTTP_ERROR, `${MAX_CALLS} calls are under way already`, { http: 429 });
      } else {
        this.lastId = id;
        const call = { id, method, text, resolve, reject, since: performance.now(), sentAt: -1 };
        this.calls.set(id, call);
        this.arm(call);
        this.pump();
      }
    });
  }

  /** Tells the hub's trace, if it can be now, of a call refused here; not the parameters of a sign-in. */
  tellRefused({ code, message, data: { method } }, given) {
    if (!this.isReady || this.socket.bufferedAmount > MAX_MESSAGE) return;
    let params;
    try {
      const text = JSON.stringify(given);
      if (!/login/i.test(method) && text.length <= MAX_TOLD[0]) params = JSON.parse(text);
    } catch (error) {
      // A cycle, a BigInt: it goes without.
    }
    params = { method, params, code, message: message.slice(0, MAX_TOLD[1]) };
    this.socket.send(JSON.stringify({ jsonrpc: "2.0", method: "sdk.refused", params }));
  }

  /** Goes to another hub. */
  moveTo(base) {
    if (base === this.base) return;
    this.base = base;
    this.seen = null;
    this.attempt = 0;
    if (this.refused) return;
    this.letGo();
    this.loseSent("the base was changed before the answer came");
    this.open();
  }

  open() {
    const Socket = globalThis.WebSocket || globalThis[Symbol.for("offhook.WebSocket")];
    if (!Socket) {
      const hint = "start Node 20 with --import offhook-sdk/register, or use Node 22";
      this.giveUp(new SdkError(HTTP_ERROR, `there is no WebSocket here: ${hint}`, { hint }));
      return;
    }
    let socket;
    try {
      socket = new Socket(`${this.base.replace(/^http/, "ws")}/ws`, [SUBPROTOCOL]);
    } catch (error) {
      this.giveUp(new SdkError(HTTP_ERROR, `${shown(this.base)} can't be used: ${error.message}`));
      return;
    }
    this.socket = socket;
    this.opened += 1;
    let wasOpen = false;
    const mine = (then) => (event) => {
      if (this.socket === socket) then(event);
    };
    socket.onopen = mine(() => {
      wasOpen = true;
      const params = Object.assign({}, this.hello, this.seen ? { resume: this.seen } : {});
      socket.send(JSON.stringify({ jsonrpc: "2.0", id: "hello", method: "hello", params }));
    });
    socket.onmessage = mine(({ data }) => this.take(data));
    socket.onerror = mine((event) => {
      this.trouble = event.message || "the connection failed";
      // Node 22 says no more than this of a websocket that could not be opened.
      if (!wasOpen) this.take({ code: 1006, wasOpen });
    });
    // It stands in line behind the messages that came before it.
    socket.onclose = mine((event) => this.take({ code: event.code, reason: event.reason, wasOpen }));
    this.timer = setTimeout(() => this.drop("the hub did not answer in time"), OPEN_TIME);
  }

  take(item) {
    this.heard = performance.now();
    this.inbox.push(item);
    if (!this.isDraining) this.drain();
  }

  /** Handles what has come. Whoever waits for an answer gets its turn before the events that follow it:
   * browsers see to that by themselves, Node hands out several messages in one turn. */
  drain() {
    this.isDraining = false;
    while (this.inbox.length > 0) {
      const item = this.inbox.shift();
      const wasAnswer = typeof item === "string" ? this.onMessage(item) : this.onClose(item);
      if (wasAnswer && nextTurn) {
        this.isDraining = true;
        nextTurn(() => this.drain());
        return;
      }
    }
  }

  /** Whether it answered a call. */
  onMessage(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch (error) {
      this.drop("the hub is not understood");
      return false;
    }
    if (message.method === "event") this.onPush(message.params);
    if (message.method) return false;
    if (message.id !== "hello") return this.onAnswer(message);
    this.onGreeting(message);
    return true;
  }

  onGreeting({ result, error }) {
    if (error) {
      const refusal = SdkError.fromWire(error);
      if (refusal.data.http >= 500) this.drop(refusal.message);
      else this.giveUp(refusal.of("initialize"));
      return;
    }
    clearTimeout(this.timer);
    const { epoch, key, resumed, lost } = result;
    const isNewEpoch = this.seen && this.seen.epoch !== epoch;
    if (lost && !isNewEpoch) console.warn(`offhook: ${lost} frames were lost while the connection was down`);
    this.seen = { epoch, key, seq: resumed && this.seen ? this.seen.seq : result.seq };
    this.since = performance.now();
    this.commandTime = result.commandTimeout;
    if (!resumed) this.loseSent("the connection dropped before the answer came");
    // Resumed, the hub answers each once, however often it comes.
    for (const call of this.calls.values()) call.sentAt = -1;
    this.sent = 0;
    this.isReady = true;
    for (const waiter of this.waiters) this.settle(waiter).resolve();
    if (this.wasGreeted && !resumed) this.onAfresh();
    this.wasGreeted = true;
    for (const call of this.calls.values()) this.arm(call);
    this.pump();
  }

  onAnswer({ id, result, error }) {
    const call = this.calls.get(id);
    if (!call) return false;
    this.settle(call);
    if (error) call.reject(SdkError.fromWire(error).of((error.data && error.data.method) || call.method));
    else call.resolve(result);
    this.pump();
    return true;
  }

  /** A frame that does not follow on the last one shows that some are missing: resuming brings them. */
  onPush({ seq, prev, name, payload }) {
    if (!this.seen || seq <= this.seen.seq) return;
    if (prev !== this.seen.seq) {
      this.drop("frames are missing");
      return;
    }
    this.seen.seq = seq;
    this.onEvent(name, payload);
  }

  /** Sends the calls that wait, oldest first. */
  pump() {
    if (!this.isReady) return;
    for (const call of this.calls.values()) {
      if (this.sent >= MAX_SENT) return;
      if (call.sentAt < 0) {
        call.sentAt = performance.now();
        this.sent += 1;
        this.socket.send(call.text);
      }
    }
  }

  /** Starts the clock of a call, or of who waits for the greeting. */
  arm(call) {
    clearTimeout(call.timer);
    const left = call.since + this.commandTime - performance.now();
    call.timer = setTimeout(() => this.expire(call), Math.max(0, left));
  }

  expire(call) {
    const { method, sentAt } = call;
    const time = `${this.commandTime / 1000} s`;
    const why = this.isReady
      ? `no answer to ${method} within ${time}`
      : `no connection to ${shown(this.base)} within ${time}: ${this.trouble}`;
    const hint = this.isReady ? undefined : "is the hub running? offhook serve starts one";
    this.settle(call).reject(new SdkError(TIMEOUT, why, { method, hint }));
    if (this.isReady && sentAt >= 0 && this.heard < sentAt) this.drop("the hub gives no sign of life");
    else this.pump();
  }

  /** Takes a call, or a waiter, off the books. */
  settle(call) {
    clearTimeout(call.timer);
    this.waiters.delete(call);
    if (this.calls.delete(call.id) && call.sentAt >= 0) this.sent -= 1;
    return call;
  }

  /** Those that may or may not have been done, now that nobody can say. */
  loseSent(why) {
    for (const call of Array.from(this.calls.values())) {
      if (call.sentAt >= 0) this.settle(call).reject(new SdkError(TIMEOUT, why, { method: call.method }));
    }
  }

  onClose({ code, reason, wasOpen }) {
    if (code === 1008) {
      this.giveUp(new SdkError(HTTP_ERROR, reason || "the hub refused the connection", { http: 403 }));
    } else if (wasOpen) {
      this.drop(reason || `the connection dropped (${code})`);
    } else {
      this.letGo();
      const { opened } = this;
      this.diagnose().then((refusal) => {
        // Meanwhile there may be another base.
        if (this.opened !== opened) return;
        if (refusal) this.giveUp(refusal);
        else this.retry();
      });
    }
  }

  /** Why a websocket could not be opened, where the hub says so to a plain request. */
  async diagnose() {
    try {
      const { base } = this;
      const answer = await fetch(`${base}/healthz`, { cache: "no-store", signal: AbortSignal.timeout(5000) });
      const http = answer.status;
      if (http < 400 || http >= 500 || base !== this.base) return null;
      const why = (await answer.text()).slice(0, 200).trim();
      const code = http === 403 ? INVALID_ORIGIN : HTTP_ERROR;
      return new SdkError(code, `${shown(base)} answers ${http}: ${why}`, { http });
    } catch (error) {
      const cause = error.cause || error;
      this.trouble = cause.message || cause.code || this.trouble;
      return null;
    }
  }

  /** The connection is of no use any more; the next one may be. */
  drop(why) {
    this.trouble = why;
    this.letGo();
    this.retry();
  }

  letGo() {
    const { socket } = this;
    this.socket = null;
    this.isReady = false;
    this.inbox.length = 0;
    clearTimeout(this.timer);
    if (socket) socket.close();
  }

  retry() {
    const wasSteady = this.since > 0 && performance.now() - this.since >= STEADY;
    this.since = 0;
    this.attempt = wasSteady ? 1 : this.attempt + 1;
    const pause = Math.min(FIRST_PAUSE * 2 ** (this.attempt - 1), LONGEST_PAUSE);
    // By chance a little shorter, so that many do not come back at once.
    this.timer = setTimeout(() => this.open(), pause * (0.5 + Math.random() / 2));
  }

  /** The hub does not want us. */
  giveUp(error) {
    this.refused = error;
    // Nobody may be waiting for an answer, only for events that will not come.
    if (this.wasGreeted) console.error(`offhook: the hub has ended the connection: ${error.message}`);
    this.letGo();
    for (const waiter of this.waiters) this.settle(waiter).reject(error);
    for (const call of Array.from(this.calls.values())) this.settle(call).reject(error.of(call.method));
  }
}

// ---- What an integration sees.

/** The registered callbacks, by the events' documented names. */
class Listeners {
  constructor() {
    this.byEvent = new Map();
    this.early = [];
  }

  /** Whether it is new. A callback is called once for an event, however often it is registered. */
  add(event, callback) {
    const callbacks = this.byEvent.get(event) || [];
    if (callbacks.includes(callback)) return false;
    if (callbacks.length >= MAX_CALLBACKS) {
      throw new SdkError(HTTP_ERROR, `${event} has ${MAX_CALLBACKS} callbacks already`, { http: 429 });
    }
    this.byEvent.set(event, callbacks.concat(callback));
    const { early } = this;
    if (event === EARLY && early) {
      this.early = null;
      Promise.resolve().then(() => early.forEach((one) => this.dispatch(event, one)));
    }
    return true;
  }

  /** Without a callback: all of them. */
  remove(event, callback) {
    const rest = (this.byEvent.get(event) || []).filter((one) => callback && one !== callback);
    if (rest.length > 0) this.byEvent.set(event, rest);
    else this.byEvent.delete(event);
  }

  /** One that throws does not keep the others from hearing. */
  dispatch(event, payload) {
    const report = (error) => console.error(`offhook: a callback of ${event} failed:`, error);
    if (event === EARLY && this.early && this.early.length < MAX_EARLY) this.early.push(payload);
    for (const callback of this.byEvent.get(event) || []) {
      // An earlier one may have removed it.
      if (!(this.byEvent.get(event) || []).includes(callback)) continue;
      try {
        const result = callback(payload);
        if (result && typeof result.then === "function") result.then(undefined, report);
      } catch (error) {
        report(error);
      }
    }
  }
}

/** The greeting's parameters, from what `initialize` was given. */
function readConfig(given) {
  const { params } = CONTRACT.methods.find(({ id }) => id === "initialize");
  const [config] = checkArguments(params, given);
  for (const name of ["appId", "desk"]) {
    if (config[name] !== undefined && typeof config[name] !== "string") refuse(`config.${name}`, "string");
  }
  const { context, origin, desk } = config;
  const standard = params[0].fields.find((field) => field.name === "instanceId").default;
  let instanceId = config.instanceId || standard;
  // All apps are told to say the same; the console tells each its own in the page's query.
  if (context === "app" && instanceId === standard) instanceId = pageQuery("instanceId") || instanceId;
  const appId = config.appId || pageQuery("appId");
  return { role: context, origin, instanceId, appId, desk };
}

function createSdk() {
  const sdk = {};
  const listeners = new Listeners();
  /** Which event a name in a namespace stands for: `namespace.name` to the documented name. */
  const events = new Map();
  let base;
  let connection = null;
  let initialized = null;
  let isLoaded;

  const currentBase = () => base || findBase();

  function requireConnection(method) {
    if (connection) return connection;
    const expected = "sdk.initialize to be called first";
    const data = { method, field: "initialize", expected };
    throw new SdkError(REQUIRED_FIELD_MISSING, `${method}: expected ${expected}`, data);
  }

  /** Tells the hub, which has begun afresh, what it was told before. */
  function announce() {
    const tell = (method, params) => connection.call(method, params).catch(() => {});
    for (const event of listeners.byEvent.keys()) tell("sdk.register", [event]);
    if (isLoaded !== undefined) tell("onLoadHandler", [isLoaded]);
  }

  /** Does something whose errors are those of a method that was called with what is given. */
  const under = (method, given, what) => {
    try {
      return what();
    } catch (error) {
      if (!(error instanceof SdkError)) throw error;
      if (connection) connection.tellRefused(error.of(method), given);
      throw error.of(method);
    }
  };

  /** The function for a method; `id` is the name by which it is called, documented or not. */
  const remote = (id, { params }) => async (...given) => {
    const peer = requireConnection(id);
    let sent = under(id, given, () => checkArguments(params, given));
    if (sent.some(isForm)) {
      const encoded = sent.map((one) => (isForm(one) ? encodeForm(one) : one));
      sent = await Promise.all(encoded).catch((error) =>
        under(id, given, () => {
          throw error;
        }),
      );
    }
    if (id === "onLoadHandler") [isLoaded] = sent;
    return peer.call(id, sent);
  };

  function eventOf(namespace, name) {
    if (typeof name !== "string") refuse("event", "string");
    const known = events.get(`${namespace}.${name}`);
    if (known) return known;
    const near = nearestEvent(namespace, name);
    const data = { hint: near ? `did you mean ${near}?` : "docs/events.md lists the events" };
    throw new SdkError(DATA_NOT_FOUND, `there is no event "${namespace}.${name.slice(0, 100)}"`, data);
  }

  /** The parameters with an event as the wire names it. */
  const named = (namespace, name) => [typeof name === "string" ? `${namespace}.${name}` : name];

  const register = (namespace) => async (name, callback) => {
    const peer = requireConnection("sdk.register");
    const [event, isNew] = under("sdk.register", named(namespace, name), () => {
      if (typeof callback !== "function") refuse("callback", "function");
      const known = eventOf(namespace, name);
      // At once, so that no event goes by while the hub is told.
      return [known, listeners.add(known, callback)];
    });
    try {
      return await peer.call("sdk.register", named(namespace, name));
    } catch (error) {
      if (isNew) listeners.remove(event, callback);
      throw error;
    }
  };

  const unRegister = (namespace) => async (name, callback) => {
    const peer = requireConnection("sdk.unRegister");
    const isAbsent = callback === undefined || callback === null;
    const event = under("sdk.unRegister", named(namespace, name), () => {
      if (!isAbsent && typeof callback !== "function") refuse("callback", "function");
      return eventOf(namespace, name);
    });
    listeners.remove(event, isAbsent ? undefined : callback);
    return peer.call("sdk.unRegister", named(namespace, name));
  };

  /** The promise of the instance, with everything that the instance has. */
  const promise = (instance) => Object.assign(instance, sdk);

  function initialize(...given) {
    let hello;
    try {
      hello = under("initialize", given, () => readConfig(given));
    } catch (error) {
      return promise(Promise.reject(error));
    }
    if (connection && connection.refused) connection = null;
    if (connection && JSON.stringify(connection.hello) !== JSON.stringify(hello)) {
      console.warn("offhook: initialize was called again with another config; the first one stands");
    }
    if (!connection) {
      const onEvent = (event, payload) => listeners.dispatch(event, payload);
      connection = new Connection(currentBase(), hello, onEvent, announce);
      initialized = null;
    }
    if (!initialized) {
      const joined = connection.whenJoined();
      const mine = promise(joined.then(() => sdk));
      initialized = mine;
      // One that failed is no instance: the next call tries again.
      joined.catch(() => {
        if (initialized === mine) initialized = null;
      });
    }
    return initialized;
  }

  const local = {
    initialize: () => initialize,
    setBaseUrl: (id, { params }) => async (...given) => {
      base = under(id, given, () => cleanBase(checkArguments(params, given)[0]));
      if (connection) connection.moveTo(base);
    },
    getBaseUrl: (id, { params }) => async (...given) => {
      under(id, given, () => checkArguments(params, given));
      return currentBase();
    },
  };

  eachName(CONTRACT.methods, (method, namespace, name) => {
    if (namespace !== "" && !sdk[namespace]) sdk[namespace] = {};
    const place = namespace === "" ? sdk : sdk[namespace];
    const id = namespace === "" ? name : `${namespace}.${name}`;
    if (!place[name]) place[name] = ((namespace === "" && local[name]) || remote)(id, method);
  });
  eachName(CONTRACT.events, (event, namespace, name) => {
    if (!sdk[namespace]) sdk[namespace] = {};
    const id = `${namespace}.${name}`;
    if (!events.has(id)) events.set(id, event.id);
    if (!sdk[namespace].register) sdk[namespace].register = register(namespace);
    if (!sdk[namespace].unRegister) sdk[namespace].unRegister = unRegister(namespace);
  });
  return sdk;
}

const sdk = createSdk();
const { initialize } = sdk;
export default sdk;
export { sdk, initialize };
