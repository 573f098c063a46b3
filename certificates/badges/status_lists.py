"""Status lists of badges (W3C Bitstring Status List): a bit for each certificate of a block, set where it is revoked.

Each issuer has lists of its own, since a verifier asks that badge and list have the same issuer.
"""

import json
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse

from ..facts import BLOCK
from ..models import Certificate
from . import issuers

KEPT = 60
"""Seconds for which a list is kept: a badge that is revoked is refused a minute later at most."""
VALID = timedelta(days=7)
"""Time for which others may use a copy of the list."""


def address(issuer: int, index: int) -> str:
    """Return the public address of the list of `issuer` that holds `index`."""
    return settings.BASE_URL.rstrip("/") + reverse("certificates:badge_list", args=[issuer, index // BLOCK])


def place(index: int) -> int:
    """Return the bit of `index` in its list."""
    return index % BLOCK


def signed_list(issuer: int, block: int, *, now: datetime) -> str:
    """Return the signed list as JSON. One statement, at most once in `KEPT` seconds.

    Raises `Certificate.DoesNotExist` where the issuer has no certificate in the block, and `NoKey`.
    """
    name = f"certificates:badge_list:{issuer}:{block}"
    return str(cache.get_or_set(name, lambda: _made(issuer, block, now), KEPT))


def _made(issuer: int, block: int, now: datetime) -> str:
    from openbadgeslib.ob3.ldp import add_data_integrity_proof
    from openbadgeslib.ob3.status_list import build_status_list_credential

    here = Certificate.objects.filter(issuer=issuer, index__gte=block * BLOCK, index__lt=(block + 1) * BLOCK)
    over = Q(revoked_at__isnull=False) | Q(replaced_at__isnull=False)
    rows = here.annotate(over=over).values_list("index", "over")
    if not rows:
        raise Certificate.DoesNotExist
    places = [place(index) for index, is_over in rows if is_over]
    list_address = address(issuer, block * BLOCK)
    unsigned = build_status_list_credential(
        issuers.did(issuer), list_address, "revocation", places, issued=now, valid_until=now + VALID
    )
    key, method = issuers.signing_key(issuer)
    return json.dumps(add_data_integrity_proof(unsigned, key, method, created=now))
