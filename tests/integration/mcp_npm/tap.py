"""tap.py LOG COMMAND…: runs COMMAND and keeps every line that goes through its pipes, as {"way": "in"|"out", "line": …}."""
import json
import subprocess
import sys
import threading

log = open(sys.argv[1], "a", buffering=1)
child = subprocess.Popen(sys.argv[2:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
writing = threading.Lock()


def copy(source, target, way):
    for line in source:
        with writing:  # kept first: whoever gets the last line may end this process at once
            log.write(json.dumps({"way": way, "line": line.decode()}) + "\n")
        target.write(line)
        target.flush()
    target.close()


threading.Thread(target=copy, args=(sys.stdin.buffer, child.stdin, "in"), daemon=True).start()
copy(child.stdout, sys.stdout.buffer, "out")
sys.exit(child.wait())
