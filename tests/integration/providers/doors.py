"""Ports that let the host's first look in and nobody after it."""
import socket
import threading


class Door:
    def __init__(self, after):
        self.after, self.kept = after, []
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(0 if after == "ignores" else 16)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        first, _ = self.listener.accept()
        first.close()
        if self.after == "refuses":
            self.listener.close()
            return
        # A full queue of connections that nobody accepts: the kernel drops what else knocks.
        for _ in range(16):
            one = socket.socket()
            one.setblocking(False)
            self.kept.append(one)
            try:
                one.connect(("127.0.0.1", self.port))
            except BlockingIOError:
                pass

    def close(self):
        for one in [self.listener, *self.kept]:
            one.close()
