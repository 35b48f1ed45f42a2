"""An agent whose model does what the test says, on the real host."""
import json
import pathlib
import sys

from host import HostTest

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules" / "@modelcontextprotocol"
SCENARIOS = {
    "sinks": [{"type": "sqlite", "store_text": True}],
    "providers": {"openai": {"type": "openai"}},
    "defaults": {"runs_per_scenario": 1, "inter_run_delay_sec": 0, "retry_count": 0},
}


def package(name, *args):
    return {"command": "node", "args": [str(PACKAGES / name / "dist" / "index.js"), *args]}


def stubborn(how):
    return {"command": sys.executable, "args": [str(HERE / "stubborn.py"), how]}


class AgentTest(HostTest):
    def tapped(self, entry):
        """The same server, with its lines kept."""
        args = [str(HERE / "tap.py"), str(self.folder / "lines.json"), entry["command"], *entry["args"]]
        return {**entry, "command": sys.executable, "args": args}

    def lines(self):
        return [json.loads(line) for line in (self.folder / "lines.json").read_text().splitlines()]

    def prepare(self, servers, turns, defaults=None, mcp=None, **scenario):
        """`turns`: for each prompt a list of steps, each a list of (tool, arguments) that the model asks for at once."""
        script = []
        for number, steps in enumerate(turns):
            done = 0
            for step in steps:
                calls = [{"name": name, "arguments": arguments} for name, arguments in step]
                script.append({"when": {"prompt": f"task {number}", "tool_results": done}, "do": {"tool_calls": calls}})
                done += len(step)
        script.append({"when": {"has_tools": True}, "do": {"reply": "Done: {results}"}})
        prompts = [f"task {number}" for number in range(len(turns))]
        scenarios = {**SCENARIOS, "defaults": {**SCENARIOS["defaults"], **(defaults or {})}}
        scenarios["providers"] = {**scenarios["providers"], "mcp": {"type": "mcp", "endpoint": "live", **(mcp or {})}}
        scenarios["scenarios"] = {"task": {"type": "agent", "provider": "openai", "model": "gpt-4o", "prompts": prompts,
                                           "server_group": "", **scenario}}
        simulators = {"simulators": {"openai": {"type": "openai", "tls": False, "ttft_ms": 1, "itl_ms": 0,
                                                "script": script}}}
        self.write("scenarios.yaml", json.dumps(scenarios))
        self.write("simulators.yaml", json.dumps(simulators))
        self.write("mcp.yaml", json.dumps({"mcpServers": servers}))
        return ["run", "task", "--config", "scenarios.yaml", "--simulators", "simulators.yaml", "--mcp", "mcp.yaml",
                "--out", "out", "--no-calibration", "--profile", "no_emulation", "--endpoint", "sim"]

    def go(self, servers, turns, check=0, **more):
        return self.host(*self.prepare(servers, turns, **more), check=check)

    def tools(self, run="out"):
        rows = self.rows(run, "SELECT * FROM traffic_logs WHERE class = 'tool' ORDER BY exchange_index")
        for row in rows:
            row["notes"] = json.loads(row["notes"] or "{}")
        return rows
