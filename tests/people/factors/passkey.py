"""A device with a passkey, as the tests have it: it answers as a browser does, for any origin and with any count."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

NEW, SHOW = "/account/factors/passkey/", "/sign-in/second/passkey/"
OURS = "https://testserver"
FLAG = AuthenticatorData.FLAG


@dataclass
class Device:
    credential_id: bytes = b"a passkey of the tests"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, client: Any, *, origin: str = OURS, count: int = 0) -> Any:
        """Have the person who is signed in with `client` make a passkey of this device."""
        question = client.post(f"{NEW}question/", secure=True).json()["publicKey"]
        credential = AttestedCredentialData.create(
            bytes(16), self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        rp = sha256(question["rp"]["id"].encode()).digest()
        made = AuthenticatorData.create(rp, FLAG.AT | FLAG.UP | FLAG.UV, count, credential)
        said = CollectedClientData.create("webauthn.create", question["challenge"], origin)
        response = {"clientDataJSON": websafe_encode(said), "attestationObject": self._attested(made)}
        return client.post(NEW, {"credential": self._answer(response)}, secure=True)

    def answer(self, client: Any, *, origin: str = OURS, count: int = 0) -> str:
        """What a browser sends where `client`, who has shown the password, is asked for a passkey."""
        question = client.post(f"{SHOW}question/", secure=True).json()["publicKey"]
        shown = AuthenticatorData.create(sha256(question["rpId"].encode()).digest(), FLAG.UP | FLAG.UV, count)
        said = CollectedClientData.create("webauthn.get", question["challenge"], origin)
        signature = self.key.sign(bytes(shown) + said.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(said),
                "authenticatorData": websafe_encode(shown),
                "signature": websafe_encode(signature),
            }
        )

    def show(self, client: Any, **said: Any) -> bool:
        """Answer the second step; whether that signs in."""
        client.post(SHOW, {"credential": self.answer(client, **said)}, secure=True)
        return "_auth_user_id" in client.session

    def _answer(self, response: dict[str, str]) -> str:
        named = websafe_encode(self.credential_id)
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})

    @staticmethod
    def _attested(made: AuthenticatorData) -> str:
        return websafe_encode(AttestationObject.create("none", made, {}))
