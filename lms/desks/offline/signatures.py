"""Signatures of phones: ECDSA on P-256 over SHA-256, as Web Cryptography makes them. Pure."""

import base64
import binascii

HALF = 32
"""Bytes of each of the two numbers of a signature."""


def is_signed(text: bytes, *, key: str, signature: str) -> bool:
    """Return whether `signature` (base64: r and s, 32 bytes each) is that of `text` by `key` (base64: the public key as
    SubjectPublicKeyInfo). False, too, for what is no key of P-256 or no signature.
    """
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        public = load_der_public_key(base64.b64decode(key, validate=True))
        both = base64.b64decode(signature, validate=True)
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        return False
    if not isinstance(public, ec.EllipticCurvePublicKey) or not isinstance(public.curve, ec.SECP256R1):
        return False
    if len(both) != 2 * HALF:
        return False
    pair = encode_dss_signature(int.from_bytes(both[:HALF]), int.from_bytes(both[HALF:]))
    try:
        public.verify(pair, text, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
