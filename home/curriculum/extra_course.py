"""A course that a school has besides the curriculum, to look at: in each of its languages, and released."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override
from wagtail.models import Page

from courses.models import Course, CoursePage, ProgrammePage
from lms.people.directory.models import User

from . import blocks
from .files import SOURCE, named, site
from .ledger import Ledger
from .page_writer import locale_of, put_page
from .references import indexed_once
from .services import release

Below = Callable[[str, Page, Ledger], None]
"""Puts what is below the course: given a language, the page of the course in it, and the ledger."""


@transaction.atomic
def put_extra_course(
    key: str,
    texts: Mapping[str, Mapping[str, object]],
    *,
    about: Mapping[str, object],
    below: Below,
    by: User,
    now: datetime,
) -> Course:
    """Return the course called `key`, released by `by`. `texts` has title, summary and objectives by language, `about`
    what else its page says. The curriculum is there already. Done again it changes nothing.
    """
    ledger = Ledger()
    with override(SOURCE), indexed_once():
        for language in texts:
            below(language, _page(key, texts[language], about, language, ledger), ledger)
        release(named("course", key), by=by, now=now)
    return Course.objects.get(pk=named("course", key))


def _page(key: str, said: Mapping[str, Any], about: Mapping[str, Any], language: str, ledger: Ledger) -> Page:
    programmes = ProgrammePage.objects.filter(translation_key=named("programme", site()["programme"]["key"]))
    fields = {
        **{name: said[name] for name in ("title", "summary")},
        "slug": key,
        "objectives": blocks.objectives(key, said["objectives"]),
        **about,
    }
    parent = programmes.get(locale=locale_of(language))
    page: Page = put_page(
        CoursePage, key=named("course", key), language=language, parent=parent, fields=fields, ledger=ledger
    )
    return page
