// node run.mjs AITB-HOST [--tls]: the services' own clients against the served simulators.
import { test_served } from "../served.mjs";

await test_served(import.meta.url, ["anthropic", "slow_anthropic", "gemini", "slow_gemini"]);
