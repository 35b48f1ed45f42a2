"""What each service sends, in the test's own words: whole and streamed answers, errors, refusals."""
import json


def sse(*events, done=False, crlf=False):
    end = "\r\n\r\n" if crlf else "\n\n"
    text = "".join((f"event: {one['type']}\n" if "type" in one else "") + "data: " + json.dumps(one) + end for one in events)
    return (text + ("data: [DONE]" + end if done else "")).encode()


class OpenAi:
    """Chat completions: OpenAI, Azure, DeepSeek, vLLM."""
    overload = 503
    refusal = ("error", 400, "client_error", "content_policy_violation")

    def __init__(self, kind, options="", path="/v1", refusal=None):
        self.kind, self.options, self.path = kind, options, path
        self.refusal = refusal or self.refusal

    def chunk(self, delta, reason=None):
        return {"id": "c1", "object": "chat.completion.chunk", "model": "m",
                "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}

    def stream(self, reason="stop"):
        return sse(self.chunk({"role": "assistant", "content": ""}), self.chunk({"content": "Grüße"}),
                   self.chunk({}, reason), done=True)

    def half(self):
        return sse(self.chunk({"role": "assistant", "content": ""}), self.chunk({"content": "Grü"}))

    def error(self, status, code="it_failed"):
        return json.dumps({"error": {"message": f"status {status}", "type": code, "param": None, "code": code}}).encode()

    def limited_in_body(self, seconds):
        return None

    def refuse(self):
        how, status, _, code = self.refusal
        return (status, self.error(status, code)) if how == "error" else (200, self.stream(code))


class Responses(OpenAi):
    def stream(self, reason="completed"):
        return sse({"type": "response.created", "sequence_number": 0, "response": {"id": "r1", "model": "m", "status": "in_progress"}},
                   {"type": "response.output_text.delta", "sequence_number": 1, "delta": "Grüße"},
                   {"type": "response.completed", "sequence_number": 2,
                    "response": {"id": "r1", "model": "m", "status": "completed", "output": [],
                                 "usage": {"input_tokens": 3, "output_tokens": 2, "total_tokens": 5}}})

    def half(self):
        return sse({"type": "response.output_text.delta", "sequence_number": 1, "delta": "Grü"})


class Anthropic(OpenAi):
    overload = 529
    refusal = ("answer", 200, None, "refusal")

    def stream(self, reason="end_turn"):
        return sse({"type": "message_start", "message": {"id": "m1", "model": "m", "usage": {"input_tokens": 3, "output_tokens": 1}}},
                   {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
                   {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Grüße"}},
                   {"type": "content_block_stop", "index": 0},
                   {"type": "message_delta", "delta": {"stop_reason": reason}, "usage": {"output_tokens": 2}},
                   {"type": "message_stop"})

    def half(self):
        return sse({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Grü"}})

    def error(self, status, code="it_failed"):
        return json.dumps({"type": "error", "error": {"type": code, "message": f"status {status}"}}).encode()


class Gemini(OpenAi):
    refusal = ("answer", 200, "client_error", "SAFETY")

    def chunk(self, text, reason=None):
        candidate = {"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}
        if reason:
            candidate["finishReason"] = reason
        return {"candidates": [candidate], "modelVersion": "m", "responseId": "r1"}

    def stream(self, reason="STOP"):
        return sse(self.chunk("Grü"), self.chunk("ße", reason), crlf=True)

    def half(self):
        return sse(self.chunk("Grü"), crlf=True)

    def error(self, status, code="IT_FAILED", details=()):
        return json.dumps({"error": {"code": status, "message": f"status {status}", "status": code, "details": list(details)}}).encode()

    def limited_in_body(self, seconds):
        return self.error(429, "RESOURCE_EXHAUSTED",
                          [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{seconds}s"}])

    def refuse(self):
        return 200, sse({"promptFeedback": {"blockReason": "SAFETY"}, "responseId": "r1"}, crlf=True)


STOPPED = ("answer", 200, None, "content_filter")
ALL = {
    "openai": OpenAi("openai"),
    "responses": Responses("openai", "api: responses"),
    "deepseek": OpenAi("deepseek", path="", refusal=STOPPED),
    "vllm": OpenAi("vllm", refusal=STOPPED),
    "azure": OpenAi("azure", "form: deployments", path="/openai/deployments/m", refusal=("error", 400, "client_error", "content_filter")),
    "anthropic": Anthropic("anthropic", path=""),
    "gemini": Gemini("gemini", path="/v1beta"),
}
