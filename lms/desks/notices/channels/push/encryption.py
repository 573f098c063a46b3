"""Encryption of pushes for a browser, so that the services that carry them cannot read them (RFC 8291, with the coding
of RFC 8188).

Written here on the library cryptography: the one that does it, http-ece, comes as no wheel, and pywebpush has a licence
that this project does not take. The test has the example of the RFC.
"""

import os
import struct

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD, SALT, PUBLIC, AUTH = 4096, 16, 65, 16
LAST = b"\x02"
"""What ends the last record (RFC 8188, 2)."""


def public_key(data: bytes) -> ec.EllipticCurvePublicKey:
    """Return the key of a browser. Raises `ValueError` for bytes that are no point of the curve."""
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, data)


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return the uncompressed point, 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encrypt(
    text: bytes,
    *,
    receiver: bytes,
    auth: bytes,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """Return `text` for the browser with the key `receiver` and the secret `auth`; `own` and `salt` are drawn for
    each.
    """
    own, salt = own or ec.generate_private_key(CURVE), salt or os.urandom(SALT)
    ours = public_bytes(own.public_key())
    shared = own.exchange(ec.ECDH(), public_key(receiver))
    secret = _derived(shared, salt=auth, info=b"WebPush: info\0" + receiver + ours, length=32)
    key = _derived(secret, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derived(secret, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    return salt + struct.pack("!IB", RECORD, PUBLIC) + ours + AESGCM(key).encrypt(nonce, text + LAST, None)


def _derived(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)
