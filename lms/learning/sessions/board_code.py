"""The codes on the board, drawn and to be typed: they follow from the session and the time, change every twenty-five
seconds, and are stored nowhere. A person who opened the drawn one in time gets a pass, which is theirs alone and counts
for three minutes.
"""

from base64 import b32encode
from datetime import datetime

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from lms.foundation.text.folding import ascii_digits

STEP = 25
"""Seconds for which the board shows a code. It is taken for one step more, so that nobody loses it on the way."""
PASS_SECONDS = 180
_LENGTH = 13
"""Letters and digits of base 32: 64 bits."""
_TYPED = 6
"""Letters and digits that are typed: 30 bits, too many to be guessed while they count."""
_SALT = "sessions.pass"


def step_of(now: datetime) -> int:
    """Return the number of the code that is on the board at `now`."""
    return int(now.timestamp()) // STEP


def seconds_left(now: datetime) -> int:
    """Return how many seconds the board still shows its code of `now`."""
    return STEP - int(now.timestamp()) % STEP


def code(session: int, step: int) -> str:
    """Return the code of a session in one step of time."""
    digest = salted_hmac("sessions.code", f"{session}:{step}", algorithm="sha256").digest()
    return b32encode(digest[:8]).decode()[:_LENGTH].lower()


def is_current_code(session: int, given: str, *, now: datetime) -> bool:
    """Return whether `given` is the code on the board of the session at `now`, or the code just before."""
    step = step_of(now)
    return any(constant_time_compare(code(session, one), given) for one in (step, step - 1))


def typed_code(session: int, step: int) -> str:
    """Return the short code of a session in one step of time, for people who type it."""
    digest = salted_hmac("sessions.typed", f"{session}:{step}", algorithm="sha256").digest()
    return b32encode(digest[:5]).decode()[:_TYPED]


def is_typed_code(session: int, given: str, *, now: datetime) -> bool:
    """Return whether `given` was typed as it is on the board at `now`, or was just before. Spaces, small letters and
    digits that look like letters count as what they look like, and digits of any script.
    """
    plain = "".join(ascii_digits(given).upper().split()).translate(str.maketrans("018", "OIB"))
    return any(constant_time_compare(typed_code(session, one), plain) for one in (step_of(now), step_of(now) - 1))


def give_pass(session: int, person: int) -> str:
    """Return the pass for the page of a person who opened it with a code in time."""
    return signing.dumps([session, person], salt=_SALT)


def has_pass(text: str, session: int, person: int) -> bool:
    """Return whether `text` is a pass of this person to this session that still counts."""
    try:
        return bool(signing.loads(text, salt=_SALT, max_age=PASS_SECONDS) == [session, person])
    except signing.BadSignature:
        return False
