"""A cable between a browser and a server, which a test can cut, for service workers, too."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class Cable:
    """Forwards what comes to `port` to the server at `to`, a host with its port, while it is not cut."""

    def __init__(self, to: str) -> None:
        host, _, port = to.rpartition(":")
        self.to, self.open, self.ends, self.lock = (host, int(port)), True, list[socket.socket](), threading.Lock()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]

    def cut(self) -> None:
        with self.lock:
            self.open = False
            for end in self.ends:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
            self.ends.clear()

    def mend(self) -> None:
        self.open = True

    @contextlib.contextmanager
    def running(self) -> Iterator["Cable"]:
        threading.Thread(target=self._accept, daemon=True).start()
        try:
            yield self
        finally:
            self.cut()
            self.server.close()

    def _accept(self) -> None:
        while True:
            try:
                end, _address = self.server.accept()
            except OSError:  # the server was closed
                return
            with contextlib.suppress(OSError), self.lock:
                if not self.open:
                    end.close()
                    continue
                other = socket.create_connection(self.to)
                self.ends += [end, other]
                for one, two in ((end, other), (other, end)):
                    threading.Thread(target=self._forward, args=(one, two), daemon=True).start()

    def _forward(self, one: socket.socket, two: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                two.sendall(data)
            two.shutdown(socket.SHUT_WR)
