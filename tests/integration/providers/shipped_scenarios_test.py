"""The chat scenarios that the project ships, as they are, each provider on the simulator that stands in for it."""
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "run"))
import host

CHATS = {  # scenario: provider, prompts, streamed
    "chat_responses": ("openai", 3, 1), "chat_basic": ("openai", 3, 0), "chat_streaming": ("openai", 3, 1), "chat_gemini": ("gemini", 2, 1),
    "chat_anthropic": ("anthropic", 2, 1), "chat_vllm": ("vllm", 2, 1), "chat_deepseek": ("deepseek", 3, 0),
    "chat_deepseek_streaming": ("deepseek", 3, 1), "chat_deepseek_coder": ("deepseek", 3, 1),
    "chat_deepseek_reasoner": ("deepseek", 3, 1), "chat_azure_openai": ("azure_openai", 3, 0),
    "chat_azure_openai_streaming": ("azure_openai", 3, 1), "chat_azure_inference": ("azure_inference", 3, 0),
    "chat_azure_inference_streaming": ("azure_inference", 3, 1), "chat_azure_inference_llama": ("azure_inference", 3, 1),
}
FAST = "{tls: false, ttft_ms: 1, itl_ms: 0.1, reply_tokens: 30"
SIMULATORS = f"""
simulators:
  openai: {FAST}, type: openai}}
  gemini: {FAST}, type: gemini}}
  anthropic: {FAST}, type: anthropic}}
  deepseek: {FAST}, type: openai, dialect: deepseek, reasoning_tokens: 20}}
  vllm: {FAST}, type: openai, dialect: vllm}}
"""


class ShippedScenarios(host.HostTest):
    def test_every_chat_ends_well(self):
        config = HERE.parents[2] / "configs" / "scenarios.yaml"
        self.host("run", *CHATS, "--config", config, "--simulators", self.write("simulators.yaml", SIMULATORS),
                  "--runs", 1, "--no-calibration", "--out", "run")
        rows = self.rows("run", "SELECT * FROM traffic_logs")
        for name, (provider, prompts, streamed) in CHATS.items():
            with self.subTest(name):
                mine = [row for row in rows if row["scenario_id"] == name]
                self.assertEqual([row["error_type"] for row in mine if not row["success"]], [])
                self.assertEqual((len(mine), {row["provider"] for row in mine}), (prompts, {provider}))
                for row in mine:
                    self.assertEqual(row["is_streaming"], streamed)
                    self.assertGreater(row["tokens_in"], 0)
                    self.assertGreater(row["tokens_out"], 0)
                    self.assertGreater(row["chunk_count"], 1 if streamed else 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
