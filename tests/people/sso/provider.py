"""An OpenID Connect provider in a thread of its own, over HTTP: Authlib's server, with PKCE. It signs with joserfc, not
with the library that Mafunzo reads tokens with. A test may let it lie: see `sign`, `claims` and `answers`.
"""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from authlib.oidc.core.util import create_half_hash
from flask import Flask, abort, jsonify, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "mafunzo", "the-secret-of-the-client"
PATHS = {
    "authorization_endpoint": "/authorize",
    "token_endpoint": "/token",
    "jwks_uri": "/keys",
    "userinfo_endpoint": "/me",
}


PAGE = """<!doctype html><html lang="en"><title>Sign in at the ministry</title>
<form method="post"><button>Sign in as {}</button></form></html>"""


class Client(SimpleNamespace):
    """The one client, as Authlib asks of it: `site` is where Mafunzo is."""

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> None:
        return None

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, uri: str) -> bool:
        return uri.startswith(f"{self.site}/sign-on/")

    def check_client_secret(self, secret: str) -> bool:
        return secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class Code(SimpleNamespace):
    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return "openid profile"

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int | None:
        return self.auth_time

    def get_acr(self) -> None:
        return None

    get_amr = get_acr


class Provider:
    """`person` is the claims of whoever signs in next. `issuer` is its address."""

    def __init__(self) -> None:
        self.site = "http://testserver"
        self.person: dict[str, Any] = {"sub": "1", "preferred_username": "KE-20377"}
        self.more: dict[str, Any] = {}
        """Claims that only the userinfo endpoint tells."""
        self.claims: dict[str, Any] = {}
        """Claims of tokens in place of the right ones; None leaves one out."""
        self.answers: dict[str, Any] = {}
        """What it says of itself in place of the right thing."""
        self.asked_at: int | None = None
        """When it asked last who somebody is: its own session goes on meanwhile."""
        self.asks_again = True
        self.codes: dict[str, Code] = {}
        self.asked: list[str] = []
        self.keys: list[RSAKey] = []
        self.new_key()
        self.sign = self.signed

    def ask(self, prompt: str) -> None:
        if prompt == "login" and self.asks_again:
            self.asked_at = int(time.time())

    def new_key(self) -> None:
        """Sign with another key from now on; the earlier ones are gone."""
        self.keys = [RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig", "alg": "RS256"})]

    def signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.keys[0].kid}, claims, self.keys[0])

    def sign_in(self, address: str) -> str:
        """What a browser does there: open `address`, sign in, and be sent back to the address that this gives."""
        with self.app.test_client() as browser:
            return browser.post(f"/authorize?{urlsplit(address).query}").location

    def refuse(self, address: str, error: str = "access_denied") -> str:
        asks = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return f"{asks['redirect_uri']}?error={error}&state={asks['state']}"


def _server(app: Flask, provider: Provider) -> AuthorizationServer:
    class ByCode(AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

        def save_authorization_code(self, code: str, asked: Any) -> None:
            names = ("redirect_uri", "nonce", "code_challenge", "code_challenge_method")
            kept = {name: asked.payload.data.get(name) for name in names}
            provider.ask(asked.payload.data.get("prompt", ""))
            provider.codes[code] = Code(code=code, auth_time=provider.asked_at, **kept)

        def query_authorization_code(self, code: str, client: Any) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, code: Code) -> None:
            del provider.codes[code.code]

        def authenticate_user(self, code: Code) -> Any:
            return SimpleNamespace(**provider.person)

    class Tokens(OpenIDCode):
        def exists_nonce(self, nonce: str, asked: Any) -> bool:
            return any(code.nonce == nonce for code in provider.codes.values())

        def get_client_claims(self, client: Any) -> dict[str, Any]:
            return {"iss": provider.issuer, "aud": CLIENT}

        def encode_id_token(self, token: Any, asked: Any) -> str:
            claims = self.get_compatible_claims(asked)
            claims["at_hash"] = create_half_hash(token["access_token"], "RS256").decode()
            claims |= self.get_authorization_code_claims(asked.authorization_code) | provider.person | provider.claims
            return provider.sign({name: value for name, value in claims.items() if value is not None})

    server = AuthorizationServer(app, query_client=lambda name: Client(site=provider.site) if name == CLIENT else None)
    server._save_token = lambda token, asked: None
    server.register_grant(ByCode, [CodeChallenge(), Tokens(require_nonce=True)])
    return server


def _app(provider: Provider) -> Flask:
    app = Flask(__name__)
    server = _server(app, provider)

    def itself() -> Any:
        endpoints = {name: provider.issuer + path for name, path in PATHS.items()}
        said = {"issuer": provider.issuer, **endpoints, **provider.answers}
        return jsonify({name: value for name, value in said.items() if value is not None})

    def authorize() -> Any:
        grant = server.get_consent_grant(end_user=None)
        return server.create_authorization_response(grant_user=SimpleNamespace(**provider.person), grant=grant)

    def me() -> Any:
        if not request.headers.get("Authorization", "").startswith("Bearer "):
            abort(401)
        return jsonify({**provider.person, **provider.more})

    app.before_request(lambda: provider.asked.append(request.path))
    app.get("/.well-known/openid-configuration")(itself)
    app.get("/keys", endpoint="keys")(lambda: jsonify({"keys": [key.as_dict(private=False) for key in provider.keys]}))
    app.post("/authorize")(authorize)
    app.get("/authorize", endpoint="page")(lambda: PAGE.format(provider.person["preferred_username"]))
    app.post("/token", endpoint="token")(lambda: server.create_token_response())
    app.get("/me")(me)
    return app


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()
    provider.app = _app(provider)
    server = make_server("127.0.0.1", 0, provider.app, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
