// node run.mjs AITB-HOST [--tls]: serves the simulator, runs the client's tests against it, and expects a clean end.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const [host, ...flags] = process.argv.slice(2);
const env = { ...process.env, AITB_TEST_KEY: "sk-test-0123456789abcdef" };

const names = ["openai", "slow", "agent"];

const server = spawn(host, ["serve", ...names, "--config", join(folder, "simulators.yaml"), ...flags],
                     { env, stdio: ["ignore", "pipe", "inherit"] });
const ended = once(server, "exit");
const urls = {};
const authorities = [];
for await (const line of createInterface({ input: server.stdout })) {
  const [, name, url] = /^(\S+) listening on (\S+)$/.exec(line) ?? [];
  if (name) urls[name] = url;
  const [, file] = /certificate authority in (.+)$/.exec(line) ?? [];
  if (file) authorities.push(file);
  if (names.every((one) => urls[one]) && (!flags.includes("--tls") || authorities.length === names.length)) break;
}
if (!names.every((one) => urls[one])) {
  console.error("aitb-host ended before all simulators listened");
  process.exit(1);
}

const { bundle, remove } = await join_authorities(authorities);
const files = (await readdir(folder)).filter((file) => file.endsWith(".test.mjs")).map((file) => join(folder, file));
const tests = spawn(process.execPath, ["--test", ...files], {
  env: { ...env, OPENAI_URL: `${urls.openai}/v1`, SLOW_URL: `${urls.slow}/v1`, AGENT_URL: `${urls.agent}/v1`, ...(bundle ? { NODE_EXTRA_CA_CERTS: bundle } : {}) },
  stdio: "inherit",
});
const [status] = await once(tests, "exit");
server.kill("SIGTERM");
const [code, signal] = await ended;
await remove();
if (code !== 0) console.error(`aitb-host ended with ${signal ?? code}, not 0`);
process.exit(status === 0 && code === 0 ? 0 : 1);

/// Node takes one file of extra authorities, each simulator has its own.
async function join_authorities(files) {
  if (files.length === 0) return { bundle: null, remove: async () => {} };
  const { mkdtemp, readFile, rm, writeFile } = await import("node:fs/promises");
  const { tmpdir } = await import("node:os");
  const made = await mkdtemp(join(tmpdir(), "aitb-openai-npm-"));
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  await writeFile(join(made, "ca.pem"), texts.join("\n"));
  return { bundle: join(made, "ca.pem"), remove: () => rm(made, { recursive: true }) };
}
