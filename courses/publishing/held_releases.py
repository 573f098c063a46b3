"""A release that waits for its translations: the source is published for the translators,
and learners keep what they have.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from lms.foundation.plugins.activity import NotReady

from .outdated_translations import language_names, outdated_languages
from .services import ChangedSinceShown, candidate, publish_all
from .stale_courses import note


@transaction.atomic
def hold(
    *,
    key: UUID,
    shown: str,
    by: object,
    why: str,
    now: datetime,
    new_edition: bool = False,
    revisions: Iterable[Revision] = (),
) -> str:
    """Publish `revisions`, so that translators find them, and note for which languages the release of the course `key`
    waits.

    Takes what `publishing.release` takes, and raises what it raises. Gives the names of the languages.
    """
    if by is None or not why.strip():
        raise ValueError("What waits needs its author and a reason.")
    publish_all(key=key, revisions=revisions, by=by)
    proposed = candidate(key)
    if proposed.problem:
        raise NotReady(proposed.problem)
    if proposed.compilation is None or proposed.digest != shown:
        raise ChangedSinceShown
    languages = language_names(outdated_languages(proposed.compilation.outline))
    what = _("The release waits for the translation into %(languages)s: %(why)s") % {
        "languages": languages,
        "why": why.strip(),
    }
    note(course_key=key, what=what, by=by, new_edition=new_edition, now=now)
    return languages
