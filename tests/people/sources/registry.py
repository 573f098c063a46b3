"""A personnel registry that answers over HTTP on this machine, as each test tells it to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PEOPLE = [
    {"service_number": "KE-1", "name": "Achieng Odhiambo", "sex": "F"},
    {"service_number": "KE-2", "name": 'Barasa "B" Wekesa, Jr.\nof Mlima', "sex": "M", "unit": {"id": 7}},
]


class Registry:
    """`answer` is what it says next, with the `status`; `tokens` are those that were sent."""

    def __init__(self) -> None:
        self.tokens: list[str] = []
        self.address, self.status, self.location = "", 200, ""
        self.say(PEOPLE)

    def say(self, answer: object) -> None:
        self.body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()


@contextmanager
def running() -> Iterator[Registry]:
    registry = Registry()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            registry.tokens.append(self.headers.get("Authorization", ""))
            self.send_response(registry.status)
            if registry.location:
                self.send_header("Location", registry.location)
            self.end_headers()
            with suppress(OSError):  # the reader had enough
                self.wfile.write(registry.body)

        def log_message(self, *_args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    registry.address = f"http://127.0.0.1:{server.server_port}/people"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield registry
    finally:
        server.shutdown()
        server.server_close()
