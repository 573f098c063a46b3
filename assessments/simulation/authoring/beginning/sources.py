"""Sources of a new case: its seats by their names, a case that ships with Mafunzo, or one that the author may edit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from wagtail.permissions import page_permission_policy

from assessments.casework import Texts, case_json, texts_json
from assessments.casework.definition.case_folder import SHIPPED, languages, open_folder, shipped

from ..case_parts import unused_id
from ..drafts import Draft, draft_of
from ..pages import CasePage

A_DAY = 24 * 60
OF_FOLDER, OF_PAGE = "shipped", "page"
"""Beginnings of the name of a source: a case that ships, or that of a page."""
MOST_SEATS = 20


def empty_case(title: str, seats: Sequence[str], language: str) -> Draft:
    """Return a case of one day with its seats, in the order of their names."""
    ids: list[str] = []
    for name in seats:
        ids.append(unused_id(slugify(name).replace("-", "_")[:40].strip("_") or "seat", ids))
    structure = {
        "case": slugify(title)[:60] or "case",
        "ends": A_DAY,
        "seats": {id: {"knows": []} for id in ids},
        "order": {"seats": ids},
    }
    words = {id: {"name": name, "brief": ""} for id, name in zip(ids, seats, strict=True)}
    return Draft(structure, {language: texts_json(Texts(title, "", {"seats": words}))}, language)


def sources_of(user: object) -> dict[str, str]:
    """Return what can be copied, by name: a title with the languages."""
    found = {f"{OF_FOLDER}:{name}": _called(_title(name), languages(SHIPPED / name)) for name in shipped()}
    mine = page_permission_policy.instances_user_has_permission_for(user, "change").values("pk")
    pages = CasePage.objects.filter(pk__in=mine, alias_of=None).exclude(structure={}).order_by("title", "pk")
    return found | {f"{OF_PAGE}:{page.pk}": _called(page.title, page.texts) for page in pages}


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _called(title: str, codes: Any) -> str:
    names: Mapping[str, Any] = dict(settings.LANGUAGES)
    return f"{title} ({', '.join(str(names.get(code, code)) for code in codes)})"


def copied(source: str, title: str, language: str) -> Draft | None:
    """Return the case of a source that `sources_of` gave, under another title; None where it has no words in
    `language`. Recorded paths stay with the original.
    """
    kind, _colon, name = source.partition(":")
    if kind == OF_FOLDER:
        folder = open_folder(SHIPPED / name)
        texts: Mapping[str, Any] = {code: texts_json(words) for code, words in folder.texts.items()}
        draft = Draft(case_json(folder.case), texts, language)
    else:
        draft = replace(draft_of(CasePage.objects.select_related("locale").get(pk=name)), language=language, paths={})
    if language not in draft.texts:
        return None
    own = {**draft.texts[language], "title": title}
    structure = {**draft.structure, "case": slugify(title)[:60] or "case"}
    return replace(draft, structure=structure, texts={**draft.texts, language: own})
