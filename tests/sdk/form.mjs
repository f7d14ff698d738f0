// Forms cross as JSON, files and all.
import { config, loadPackaged, rejects } from "./support.mjs";

const { http } = await (await loadPackaged()).initialize(config);
const form = new FormData();
form.append("note", "hello");
form.append("file", new Blob([new Uint8Array([0, 1, 2, 254, 255])], { type: "image/png" }), "a.bin");
form.append("note", "again");
await http.invokeThirdPartyApi("https://api.example.com", "POST", { a: "b" }, undefined, form, true);
await http.invokeECCApi("cms", "/records", "POST", null, form);
const large = new FormData();
large.append("file", new Blob([new Uint8Array(2 << 20)]), "large.bin");
await rejects(http.invokeECCApi("cms", "/records", "POST", null, large), { code: 2001, field: "data" });
process.exit(0);
