"""Plays one fault per path: /CASE/… fails as its case says and, where it may, answers well the next time."""
import email.utils
import http.server
import threading
import time


class Answer:
    def __init__(self, body, status=200, headers=(), stall_after=False, stall_before=False):
        self.body, self.status, self.headers = body, status, dict(headers)
        self.stall_after, self.stall_before = stall_after, stall_before


def cases(dialect):
    """Case → what the first attempts get; later ones get a good answer, unless the last word is "always"."""
    def error(status, headers=()):
        return Answer(dialect.error(status), status, headers)
    def dated():
        return error(429, {"Retry-After": email.utils.formatdate(time.time() + 2, usegmt=True)})
    table = {
        "good": [],
        "limited_seconds": [lambda: error(429, {"Retry-After": "1"})],
        "limited_fraction": [lambda: error(429, {"retry-after-ms": "300"})],
        "limited_date": [dated],
        "limited_always": [lambda: error(429, {"retry-after-ms": "20"}), "always"],
        "server_error": [lambda: error(500)],
        "overloaded": [lambda: error(dialect.overload)],
        "first_byte": [lambda: Answer(b"", stall_before=True)],
        "between": [lambda: Answer(dialect.half(), stall_after=True)],
        "malformed": [lambda: Answer(b"data: {\"oops\"\n\n"), "always"],
        "cut": [lambda: Answer(dialect.half()), "always"],
        "key": [lambda: error(401), "always"],
        "filter": [lambda: Answer(*reversed(dialect.refuse())), "always"],
    }
    body = dialect.limited_in_body(0.3)
    if body:
        table["limited_body"] = [lambda: Answer(body, 429)]
    return table


class FaultServer(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, dialect):
        self.dialect, self.table, self.times = dialect, cases(dialect), {}
        self.lock, self.ended = threading.Lock(), threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def url(self, case):
        return f"http://127.0.0.1:{self.server_address[1]}/{case}{self.dialect.path}"

    def next_answer(self, case):
        with self.lock:
            seen = self.times.setdefault(case, [])
            seen.append(time.time())
            number = len(seen)
        script = self.table[case]
        if script and script[-1] == "always":
            return script[0]()
        return script[number - 1]() if number <= len(script) else Answer(self.dialect.stream())

    def handle_error(self, request, client_address):
        pass  # a client that gave up resets its connection

    def close(self):
        self.ended.set()
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        answer = self.server.next_answer(self.path.split("/")[1])
        if answer.stall_before:
            self.server.ended.wait(20)
            self.close_connection = True
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", "text/event-stream" if answer.status == 200 else "application/json")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if answer.body:
            self.wfile.write(f"{len(answer.body):x}\r\n".encode() + answer.body + b"\r\n")
        if answer.stall_after:
            self.wfile.flush()
            self.server.ended.wait(20)
            self.close_connection = True
            return
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *args):
        pass
