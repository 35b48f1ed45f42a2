// node run.mjs AITB-HOST: the SDK's client against the served simulator, then our provider against the SDK's server.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const host = process.argv[2];
const env = { ...process.env, AITB_HOST: host, AITB_TEST_KEY: "test-0123456789abcdef" };

const names = ["agents", "slow", "guarded"];
const server = spawn(host, ["serve", ...names, "--config", join(folder, "simulators.yaml")], { env, stdio: ["ignore", "pipe", "inherit"] });
const ended = once(server, "exit");
for await (const line of createInterface({ input: server.stdout })) {
  const [, name, url] = /^(\S+) listening on (\S+)$/.exec(line) ?? [];
  if (name) env[`${name.toUpperCase()}_URL`] = url;
  if (names.every((one) => env[`${one.toUpperCase()}_URL`])) break;
}
const tests = spawn(process.execPath, ["--test", join(folder, "client.test.mjs"), join(folder, "provider.test.mjs")], { env, stdio: "inherit" });
const [status] = await once(tests, "exit");
server.kill("SIGTERM");
const [code, signal] = await ended;
if (code !== 0) console.error(`aitb-host ended with ${signal ?? code}, not 0`);
process.exit(status === 0 && code === 0 ? 0 : 1);
