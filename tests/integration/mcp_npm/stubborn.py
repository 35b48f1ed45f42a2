"""An MCP server with bad manners: stubborn.py HOW. It has one tool, act."""
import json
import sys

how = sys.argv[1]
print(f"stubborn server, {how}", file=sys.stderr, flush=True)
if how == "dead":
    sys.exit(3)


def say(**message):
    print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)


for line in sys.stdin:
    asked = json.loads(line)
    method, number = asked.get("method"), asked.get("id")
    if method == "initialize":
        if how == "old":
            say(id=number, result={"protocolVersion": "2024-11-05", "capabilities": {}, "serverInfo": {"name": "s", "version": "1"}})
        elif how == "older-still":
            say(id=number, result={"protocolVersion": "2023-01-01", "capabilities": {}, "serverInfo": {"name": "s", "version": "1"}})
        elif how == "choosy" and asked["params"]["protocolVersion"] != "2025-03-26":
            say(id=number, error={"code": -32602, "message": "Unsupported protocol version",
                                  "data": {"supported": ["2025-03-26"], "requested": asked["params"]["protocolVersion"]}})
        else:
            say(id=number, result={"protocolVersion": asked["params"]["protocolVersion"], "capabilities": {},
                                   "serverInfo": {"name": "s", "version": "1"}})
    elif method == "tools/list":
        say(id=number, result={"tools": [{"name": "act", "inputSchema": {"type": "object"}}]})
    elif method == "tools/call":
        if how == "silent":
            continue
        if how == "babbling":
            print("listening on stdio (should have gone to stderr)\n{broken\n\n[]\n42", flush=True)
            say(id=99999, result={})
            say(id="ask-1", method="roots/list")
            say(id="ask-2", method="ping")
            answers = {}
            while len(answers) < 2:  # both questions are answered before we go on
                answer = json.loads(sys.stdin.readline())
                if "method" not in answer:
                    answers[answer["id"]] = answer
            text = json.dumps(answers)
        elif how == "large":
            text = "abcde fgh\n" * 1_000_000
        else:
            text = "acted"
        say(id=number, result={"content": [{"type": "text", "text": text}]})
