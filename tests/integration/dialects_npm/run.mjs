// node run.mjs AITB-HOST [--tls]: serves the simulators, runs the clients' tests against them, and expects a clean end.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const [host, ...flags] = process.argv.slice(2);
const names = ["anthropic", "slow_anthropic", "gemini", "slow_gemini"];
const env = { ...process.env, AITB_TEST_KEY: "test-key-0123456789abcdef" };

const server = spawn(host, ["serve", ...names, "--config", join(folder, "simulators.yaml"), ...flags],
                     { env, stdio: ["ignore", "pipe", "inherit"] });
const ended = once(server, "exit");
const urls = {};
const authorities = [];
for await (const line of createInterface({ input: server.stdout })) {
  const [, name, url] = /^(\S+) listening on (\S+)$/.exec(line) ?? [];
  if (name) urls[`${name.toUpperCase()}_URL`] = url;
  const [, file] = /certificate authority in (.+)$/.exec(line) ?? [];
  if (file) authorities.push(file);
  if (Object.keys(urls).length === names.length && (!flags.includes("--tls") || authorities.length === names.length)) break;
}
if (Object.keys(urls).length < names.length) {
  console.error("aitb-host ended before all simulators listened");
  process.exit(1);
}

// Node takes one file of extra authorities, each simulator has its own.
const made = await mkdtemp(join(tmpdir(), "aitb-dialects-npm-"));
if (authorities.length > 0) {
  const texts = await Promise.all(authorities.map((file) => readFile(file, "utf8")));
  await writeFile(join(made, "ca.pem"), texts.join("\n"));
  env.NODE_EXTRA_CA_CERTS = join(made, "ca.pem");
}
const tests = ["anthropic", "gemini"].map((name) => join(folder, `${name}.test.mjs`));
const run = spawn(process.execPath, ["--test", ...tests], { env: { ...env, ...urls }, stdio: "inherit" });
const [status] = await once(run, "exit");
server.kill("SIGTERM");
const [code, signal] = await ended;
await rm(made, { recursive: true });
if (code !== 0) console.error(`aitb-host ended with ${signal ?? code}, not 0`);
process.exit(status === 0 && code === 0 ? 0 : 1);
