// Fetches a hub's SDK file and makes a module of it.

/** The largest file that is taken, in bytes: the SDK has at most 40 KB. */
const MAX_FILE = 256 * 1024;
/** How long a hub may take, in ms. */
const PATIENCE = 10_000;

/** The exports of the SDK file at this address. */
export async function fetchSdk(address) {
  const code = await fetchText(address);
  // The last line names the file in stack traces, and keeps files of two addresses two modules.
  const source = `${code}\n//# sourceURL=${withoutToken(address)}\n`;
  return import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
}

async function fetchText(address) {
  const fail = (why, cause) => {
    throw new Error(`offhook: the SDK can't be loaded from ${withoutToken(address)}: ${why}`, { cause });
  };
  let answer;
  try {
    answer = await fetch(address, { redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
  } catch (error) {
    const cause = error.cause ?? error;
    return fail(`${cause.message || cause.code} (is a hub running there? \`offhook serve\` starts one)`, error);
  }
  if (!answer.ok) return fail(`the answer is ${answer.status}: ${(await readUpTo(answer, 200)).text.trim()}`);
  const type = answer.headers.get("content-type") ?? "";
  if (!/^(text|application)\/javascript\b/i.test(type)) return fail(`it is no JavaScript, but ${type || "nameless"}`);
  const { text, isWhole } = await readUpTo(answer, MAX_FILE).catch((error) => fail(error.message, error));
  return isWhole ? text : fail(`it is larger than ${MAX_FILE} bytes`);
}

/** A body's text, and whether it is all of it. */
async function readUpTo(answer, most) {
  const pieces = [];
  let size = 0;
  for await (const piece of answer.body ?? []) {
    pieces.push(piece);
    size += piece.length;
    if (size > most) break;
  }
  const bytes = Buffer.concat(pieces).subarray(0, most);
  return { text: bytes.toString("utf8"), isWhole: size <= most };
}

function withoutToken(address) {
  return address.replace(/\/t\/[^/]*/, "/t/***");
}
