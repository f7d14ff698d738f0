// The hooks that let Node import a hub's SDK file. They work both in Node's thread for hooks
// (`module.register`) and in the program's own (`module.registerHooks`), where nothing may wait: so the
// module that they give is a small one that fetches the file when it runs.

const SDK_PATH = "/omniapp/sdk/ameyo.sdk.js";
const FETCHER = new URL("./fetch.mjs", import.meta.url).href;

function isSdk(address) {
  if (!/^https?:\/\//i.test(address)) return false;
  try {
    return new URL(address).pathname.endsWith(SDK_PATH);
  } catch (error) {
    return false;
  }
}

/** The SDK of a hub is taken as it is; everything else goes its usual way. */
export function resolve(specifier, context, nextResolve) {
  // Node lets no module of another machine import one of this; ours only claims to be one.
  const isOurs = specifier === FETCHER && isSdk(context.parentURL ?? "");
  if (!isOurs && !isSdk(specifier)) return nextResolve(specifier, context);
  return { url: new URL(specifier).href, format: "module", shortCircuit: true };
}

/** A module that stands for the file at this address. */
export function load(url, context, nextLoad) {
  if (!isSdk(url)) return nextLoad(url, context);
  const source = `import { fetchSdk } from ${JSON.stringify(FETCHER)};
const file = await fetchSdk(${JSON.stringify(url)});
export default file.default;
export const { sdk, initialize } = file;
`;
  return { format: "module", source, shortCircuit: true };
}
