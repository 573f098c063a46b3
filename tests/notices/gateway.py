"""A gateway for text messages that runs: it takes messages, or does to them as told."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class SmsGateway:
    """`asked` are the requests as they came, `sent` the messages that went out: one for each key, as a gateway that
    knows keys has it.

    `answers` are what is done to the next requests, in turn: a status; “silent” for taking a message and not answering,
    “deaf” for not even taking it, or bytes to answer with.
    """

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.sent: dict[str, dict[str, Any]] = {}
        self.answers: list[Any] = []
        self.patience = threading.Event()
        self.url = ""

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        fields = _fields(handler, body)
        self.asked.append({"method": handler.command, "headers": dict(handler.headers), "fields": fields})
        what = self.answers.pop(0) if self.answers else 200
        if what in (200, "silent") or isinstance(what, bytes):
            self.sent.setdefault(fields.get("id") or f"no key {len(self.asked)}", fields)
        if what in ("silent", "deaf"):
            self.patience.wait(5)
            return
        answer = (
            what if isinstance(what, bytes) else json.dumps({"taken": [{"number": f"no-{len(self.sent)}"}]}).encode()
        )
        handler.send_response(200 if isinstance(what, bytes) else what)
        handler.send_header("Content-Length", str(len(answer)))
        handler.end_headers()
        handler.wfile.write(answer)

    @contextlib.contextmanager
    def running(self) -> Iterator["SmsGateway"]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                gateway.take(self)

            do_GET = do_POST

            def log_message(self, *_words: Any) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        self.url = f"http://127.0.0.1:{server.server_port}/send"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.patience.set()
            server.shutdown()
            server.server_close()
            time.sleep(0)


def _fields(handler: BaseHTTPRequestHandler, body: bytes) -> dict[str, Any]:
    if handler.headers.get("Content-Type") == "application/json":
        return dict(json.loads(body))
    text = body.decode() or urlsplit(handler.path).query
    return {name: values[0] for name, values in parse_qs(text).items()}
