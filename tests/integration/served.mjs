// What the run.mjs of the folders beside share: node run.mjs AITB-HOST [--tls] serves simulators, runs the folder's tests
// against them, and expects a clean end.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/// The tests of `script`'s folder find each simulator's URL, with `path` behind it, in its NAME_URL. Ends the process.
export async function test_served(script, names, path = "") {
  const folder = dirname(fileURLToPath(script));
  const [host, ...flags] = process.argv.slice(2);
  const env = { ...process.env, AITB_HOST: host, AITB_TEST_KEY: "sk-test-0123456789abcdef" };
  const server = spawn(host, ["serve", ...names, "--config", join(folder, "simulators.yaml"), ...flags],
                       { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(server, "exit");
  const urls = {};
  const authorities = [];
  for await (const line of createInterface({ input: server.stdout })) {
    const [, name, url] = /^(\S+) listening on (\S+)$/.exec(line) ?? [];
    if (name) urls[`${name.toUpperCase()}_URL`] = url + path;
    const [, file] = /certificate authority in (.+)$/.exec(line) ?? [];
    if (file) authorities.push(file);
    if (Object.keys(urls).length === names.length && (!flags.includes("--tls") || authorities.length === names.length)) break;
  }
  if (Object.keys(urls).length < names.length) {
    console.error("aitb-host ended before all simulators listened");
    process.exit(1);
  }
  const { bundle, remove } = await join_authorities(authorities);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".test.mjs")).map((file) => join(folder, file));
  const tests = spawn(process.execPath, ["--test", ...files], { env: { ...env, ...urls, ...bundle }, stdio: "inherit" });
  const [status] = await once(tests, "exit");
  server.kill("SIGTERM");
  const [code, signal] = await ended;
  await remove();
  if (code !== 0) console.error(`aitb-host ended with ${signal ?? code}, not 0`);
  process.exit(status === 0 && code === 0 ? 0 : 1);
}

/// Node takes one file of extra authorities, each simulator has its own.
async function join_authorities(files) {
  if (files.length === 0) return { bundle: {}, remove: async () => {} };
  const made = await mkdtemp(join(tmpdir(), "aitb-npm-"));
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  await writeFile(join(made, "ca.pem"), texts.join("\n"));
  return { bundle: { NODE_EXTRA_CA_CERTS: join(made, "ca.pem") }, remove: () => rm(made, { recursive: true }) };
}
