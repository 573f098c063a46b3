"""Access to the pages beside that of a case, for people who may edit the case now, and the frame that all of them
share.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.casework import Texts
from courses.pages.translations import source_of
from lms.people.directory.requests import SignedInRequest

from .drafts import Draft, draft_of
from .pages import CasePage

TABS: Mapping[str, Any] = {
    "seats": gettext_lazy("Seats"),
    "cards": gettext_lazy("Cards"),
    "injects": gettext_lazy("Injects"),
    "decisions": gettext_lazy("Decisions"),
    "forms": gettext_lazy("Forms"),
    "facts": gettext_lazy("Facts"),
    "team": gettext_lazy("Team marks"),
    "measures": gettext_lazy("Measures"),
}
"""The parts of a case that have a list of their own, in the order of the paper on which trainers write them."""


@dataclass(frozen=True)
class Desk:
    """The page of a case before its author, read in `language`."""

    page: CasePage
    draft: Draft
    language: str

    @property
    def texts(self) -> Texts:
        return self.draft.words(self.language)

    @property
    def first(self) -> Texts:
        """The words in the language in which it was written first."""
        return self.draft.words(self.draft.language)

    @property
    def is_own(self) -> bool:
        """Return whether it is read in the language in which it is written first: structure is changed there alone."""
        return self.language == self.draft.language

    def address(self, name: str, *more: str) -> str:
        address = reverse(f"simulation:{name}", args=[self.page.pk, *more])
        return address if self.is_own else f"{address}?language={self.language}"


def desk(request: SignedInRequest, pk: int, *, empty: bool = False) -> Desk:
    """Raise `Http404` for whoever may not edit the page now; and where it has no case yet, unless that may be so."""
    asked = get_object_or_404(CasePage, pk=pk)
    page = _first(asked)
    may = page.permissions_for_user(request.user)
    if not may.can_edit() or may.page_locked() or page.alias_of_id:
        raise Http404
    draft = draft_of(page)
    if not draft.structure and not empty:
        raise Http404
    language = request.GET.get("language", asked.locale.language_code)
    return Desk(page, draft, language if language in draft.texts else draft.language)


def _first(asked: CasePage) -> CasePage:
    """Return the page in the language in which the case was written first: translations have their case from it."""
    versions = CasePage.objects.filter(translation_key=asked.translation_key, alias_of=None).select_related("locale")
    first: CasePage = source_of(list(versions)) or asked
    return first


def frame(at: Desk, tab: str, title: str = "") -> dict[str, Any]:
    """Return the tabs, the languages, and the way back. The title is that of the page, on its first tab."""
    name = at.page.get_admin_display_title()
    trail = [(name, reverse("wagtailadmin_pages:edit", args=[at.page.pk]))]
    if tab != "situation" or title:
        trail.append((_("The case"), at.address("case")))
    return {
        "title": title or (TABS[tab] if tab in TABS else _("The case")),
        "page": at.page,
        "trail": trail,
        "tabs": [*_tabs(at, tab)] if at.draft.structure else [],
        "languages": _languages(at),
        "texts_language": at.language,
        "is_own": at.is_own,
        "source_language": at.draft.language,
    }


def _tabs(at: Desk, tab: str) -> list[tuple[str, str, bool]]:
    listed = [(str(label), at.address("case-part", part), part == tab) for part, label in TABS.items()]
    first = (_("Situation"), at.address("case"), tab == "situation")
    languages = (_("Languages"), at.address("case-languages"), tab == "languages")
    return [first, *listed, languages, (_("Preview"), at.address("case-preview"), tab == "preview")]


def _languages(at: Desk) -> list[tuple[str, str, bool]]:
    names = dict(settings.LANGUAGES)
    return [(code, str(names.get(code, code)), code == at.language) for code in at.draft.texts]
