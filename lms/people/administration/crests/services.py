"""The only writer of crests. An institution without one of its own has that of the institution above it."""

import hashlib
from datetime import datetime

from django.db import transaction

from ...audit.services import note
from ...directory.inherited_settings import recompute_inherited
from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.reach import NotTheirs, administers
from ...directory.tree import hold_the_trees
from .models import Crest
from .png_conversion import convert_to_png


@transaction.atomic
def give(*, institution: Institution, data: bytes | None, alt: str, by: User, now: datetime) -> Institution:
    """Give `institution` the crest that the file `data` shows, or with None keep the picture that it has; `alt` says
    what is to be seen. The same again changes nothing. Raises `NoPicture`, `NotTheirs`.
    """
    if not administers(by, institution):
        raise NotTheirs
    picture = convert_to_png(data) if data is not None else None
    hold_the_trees()
    held = Institution.objects.get(pk=institution.pk)
    digest = hashlib.sha256(picture).hexdigest() if picture else held.own_crest
    if picture:
        Crest.objects.get_or_create(digest=digest, defaults={"data": picture})
    return _write(held, digest, alt.strip()[:200] if digest else None, by=by, now=now)


@transaction.atomic
def take_away(*, institution: Institution, by: User, now: datetime) -> Institution:
    """Let `institution` have the crest of the one above it. The same again changes nothing. Raises `NotTheirs`."""
    if not administers(by, institution):
        raise NotTheirs
    hold_the_trees()
    return _write(Institution.objects.get(pk=institution.pk), None, None, by=by, now=now)


def _write(held: Institution, digest: str | None, alt: str | None, *, by: User, now: datetime) -> Institution:
    old = held.own_crest
    if (old, held.own_crest_alt) == (digest, alt):
        return held
    Institution.objects.filter(pk=held.pk).update(own_crest=digest, own_crest_alt=alt)
    note("crest_changed" if digest else "crest_removed", by=by, institution=held, now=now)
    recompute_inherited(held)
    if old and old != digest and not Institution.objects.filter(own_crest=old).exists():
        Crest.objects.filter(digest=old).delete()
    held.refresh_from_db()
    return held
