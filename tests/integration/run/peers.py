"""Small servers that the tests control completely: nothing of ours is in them."""
import http.server
import json
import socket
import threading
import time


class ChatServer(http.server.ThreadingHTTPServer):
    """Answers every chat request with one JSON body and remembers when each answer left."""
    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        self.answers = {}   # response id -> CLOCK_MONOTONIC ns after its last byte was given to the kernel
        self.authorizations = set()
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request, client_address):
        pass  # a client that was killed resets its connections

    def close(self):
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            number = len(self.server.answers)
            self.server.answers[f"chatcmpl-{number}"] = None
            self.server.authorizations.add(self.headers.get("Authorization"))
        time.sleep(0.005)
        body = json.dumps({
            "id": f"chatcmpl-{number}", "object": "chat.completion", "created": 1, "model": "gpt-4o",
            "choices": [{"index": 0, "message": {"role": "assistant", "content": "Aye."}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
        self.server.answers[f"chatcmpl-{number}"] = time.clock_gettime_ns(time.CLOCK_MONOTONIC)

    def log_message(self, *args):
        pass


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]
