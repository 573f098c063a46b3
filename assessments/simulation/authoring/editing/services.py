"""Saving of a form into the draft: onto the thing as its reader saw it, never over a change by another person."""

from dataclasses import replace
from datetime import datetime

from lms.people.directory.models import User

from ...pictures.services import keep
from .. import case_parts
from ..access import Desk
from ..drafts import Draft, Stale, normalise, put_in
from ..pages import CasePage
from .base_forms import ThingForm
from .situation_forms import SituationForm, situation_of


def change(at: Desk, part: str, id: str, form: ThingForm, *, by: User, now: datetime) -> None:
    """Raise `Stale`, `BadCase` and `Busy`."""
    _keep(form, now)
    structure, said = form.structure_of(), form.words_of()
    seen = case_parts.stamp(at.draft, part, id, at.language)

    def changed(draft: Draft) -> Draft:
        after = case_parts.with_thing(draft, part, id, structure, said, at.language)
        if id not in case_parts.ids(draft.structure, part):
            raise Stale
        if case_parts.stamp(draft, part, id, at.language) != seen and not _is_same(draft, after):
            raise Stale
        return after

    put_in(page=at.page, change=changed, by=by)


def _is_same(draft: Draft, after: Draft) -> bool:
    """Return whether the same was sent before."""
    return replace(draft, structure=dict(draft.structure)) == after


def _keep(form: ThingForm, now: datetime) -> None:
    """Keep the picture before it is named, so that the checker finds it; where nothing is saved it goes by itself."""
    if form.brought:
        keep(form.brought, now=now)


def add(at: Desk, part: str, form: ThingForm, *, by: User, now: datetime) -> None:
    """Raise `BadCase` and `Busy`. What was sent twice, one after the other, is there once."""
    _keep(form, now)
    structure, said = form.structure_of(), form.words_of()

    def changed(draft: Draft) -> Draft:
        name = said.get(form.named_by, "") if form.named_by else str(structure.get("card", ""))
        id = case_parts.new_id(draft, part, name)
        own = structure if part in (*case_parts.NAMED, "team") else {"id": id, **structure}
        after = normalise(case_parts.with_thing(draft, part, id, own, said, at.language))
        return draft if _is_last(draft, part, _of(after, part, id, at.language), at.language) else after

    put_in(page=at.page, change=changed, by=by)


def _is_last(draft: Draft, part: str, new: list[case_parts.Thing], language: str) -> bool:
    known = case_parts.ids(draft.structure, part)
    return bool(known) and _of(draft, part, known[-1], language) == new


def _of(draft: Draft, part: str, id: str, language: str) -> list[case_parts.Thing]:
    """Return the thing and its words, without its id."""
    structure = case_parts.thing(draft, part, id)
    structure.pop("id", None)
    return [structure, case_parts.words(draft, part, id, language)]


def change_situation(at: Desk, form: SituationForm, by: User) -> None:
    """Raise `Stale`, `BadCase` and `Busy`."""

    def changed(draft: Draft) -> Draft:
        if situation_of(replace(at, draft=draft)) != situation_of(at):
            raise Stale
        words = {**draft.texts.get(at.language, {}), **form.words_of()}
        texts = {**draft.texts, at.language: words}
        return replace(draft, structure={**draft.structure, **form.structure_of()}, texts=texts)

    put_in(page=at.page, change=changed, by=by)


def take_out(at: Desk, part: str, id: str, seen: str, by: User) -> None:
    """Remove a thing from the draft; one that is gone already changes nothing. A mark of the team has a number, which
    may belong to another one by now: it is the one of the draft whose digest is `seen`.

    Raises `Stale`, `BadCase` and `Busy`.
    """

    def changed(draft: Draft) -> Draft:
        if part == case_parts.TEAM and draft.digest != seen:
            raise Stale
        return case_parts.without_part(draft, part, id) if id in case_parts.ids(draft.structure, part) else draft

    put_in(page=at.page, change=changed, by=by)


def forget_path(page: CasePage, name: str, by: User) -> None:
    def changed(draft: Draft) -> Draft:
        return replace(draft, paths={each: path for each, path in draft.paths.items() if each != name})

    put_in(page=page, change=changed, by=by)
