// node run.mjs AITB-HOST [--tls]: OpenAI's own client against the served simulator.
import { test_served } from "../served.mjs";

await test_served(import.meta.url, ["openai", "slow", "agent"], "/v1");
