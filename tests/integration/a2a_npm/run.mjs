// node run.mjs AITB-HOST: the SDK's client against the served simulator, and our provider against the SDK's server.
import { test_served } from "../served.mjs";

await test_served(import.meta.url, ["agents", "slow", "guarded"]);
