"""A service for pushes that runs, and a browser that decrypts what comes through it, as RFC 8291 says."""

import contextlib
import json
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lms.desks.notices.channels.push.encryption import public_bytes
from lms.desks.notices.channels.push.keys import decoded, encoded


class BrowserWithKeys:
    """What a browser keeps of a subscription, and what it makes of a push."""

    def __init__(self, private: ec.EllipticCurvePrivateKey | None = None, auth: bytes = b"a secret of 16 b") -> None:
        self.private, self.auth = private or ec.generate_private_key(ec.SECP256R1()), auth
        self.public = public_bytes(self.private.public_key())

    @property
    def fields(self) -> dict[str, str]:
        return {"key": encoded(self.public), "auth": encoded(self.auth)}

    def read(self, body: bytes) -> bytes:
        salt, (_record, length) = body[:16], struct.unpack("!IB", body[16:21])
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.private.exchange(ec.ECDH(), point)
        secret = _hkdf(shared, self.auth, b"WebPush: info\0" + self.public + sender, 32)
        key = _hkdf(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _hkdf(secret, salt, b"Content-Encoding: nonce\0", 12)
        text = AESGCM(key).decrypt(nonce, sealed, None)
        assert text.endswith(b"\x02")
        return text[:-1]


def _hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


class PushService:
    """`asked` are path, headers and body of each request; `answers` are the statuses of the next ones, in turn."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.url = ""

    def address(self, name: str = "one") -> str:
        return f"{self.url}/send/{name}"

    def pushes(self, browser: BrowserWithKeys) -> list[dict[str, Any]]:
        return [json.loads(browser.read(body)) for _path, _headers, body in self.asked]

    def knows_site(self, public: str) -> dict[str, Any]:
        """What the token of the last request says, which the site signed with the key that browsers were told."""
        said = self.asked[-1][1]["Authorization"]
        assert said.startswith("vapid t=") and said.endswith(f", k={public}")
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(public))
        token = said.removeprefix("vapid t=").partition(",")[0]
        return jwt.decode(token, point, algorithms=["ES256"], audience=self.url, options={"verify_exp": False})

    @contextlib.contextmanager
    def running(self) -> Iterator["PushService"]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.asked.append((self.path, dict(self.headers), body))
                self.send_response(service.answers.pop(0) if service.answers else 201)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_words: Any) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        self.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
