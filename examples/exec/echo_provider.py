#!/usr/bin/env python3
"""A provider for aitb-host in some 30 lines: it repeats the prompt, word by word. Python's standard library only."""
import json
import sys
import time


def say(**event):
    print(json.dumps(event), flush=True)


def chat(request):
    prompt = request["messages"][-1]["content"][-1]["text"]
    words = ("You said: " + prompt).split()
    for number, word in enumerate(words):
        say(type="delta", id=request["id"], text=(" " if number else "") + word)
        time.sleep(options.get("pause_sec", 0.01))
    say(type="usage", id=request["id"], input=len(prompt.split()), output=len(words))
    say(type="done", id=request["id"], finish_reason="stop")


options = json.loads(sys.stdin.readline()).get("options", {})
say(type="hello", protocol="aitb.exec/1", name="echo", faces=["chat"])
for line in sys.stdin:
    message = json.loads(line)
    if message["type"] == "request":
        print("asked for", message["face"], file=sys.stderr)  # goes to the run's log
        chat(message)
    # A cancel comes too late here: this program answers one request after the other.
