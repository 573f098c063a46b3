"""What holds while a case is written is broken once, on purpose, and seen to be caught by the test that says it."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import models, transaction

from assessments.casework.checking import names
from assessments.simulation.authoring import case_parts, drafts, file_views, pages, uploads
from assessments.simulation.authoring.access import Desk
from assessments.simulation.page import case_files, compiler
from assessments.simulation.preview import page_context, recorded_paths
from assessments.simulation.preview import plays as play_module
from assessments.simulation.preview.page_context import PreviewPosition
from courses.editing.page_imports import PageImportQuerySet
from lms.foundation.interface import stale_forms
from tests.simulation import test_case_pages

from . import test_case, test_editing, test_files, test_preview
from .test_preview import path

__all__ = ["path"]
pytestmark = [pytest.mark.django_db, pytest.mark.sweep]
"""Said here, since fixtures are asked for while a test runs: what needs no database comes after all that empties it."""
Law = Callable[..., Any]
Plant = tuple[Any, str, Any]


@pytest.fixture
def caught(request) -> Callable[..., None]:
    """Asks a law as it is, which has to hold, and with other functions planted, which has to break it. Whatever it
    asks for and is not given is a fixture.
    """

    def asking(law: Law, *plants: Plant, **given: Any) -> None:
        code = law.__code__  # type: ignore[attr-defined]
        asked = [name for name in code.co_varnames[: code.co_argcount] if name not in ("self", *given)]
        arguments = {name: request.getfixturevalue(name) for name in asked} | given
        assert not breaks(law, arguments), "The law does not hold, though nothing is planted."
        with ExitStack() as planted:
            for owner, name, mutant in plants:
                planted.enter_context(mock.patch.object(owner, name, mutant))
            assert breaks(law, arguments), "The mutation is not caught."

    return asking


def breaks(law: Law, arguments: dict[str, Any]) -> bool:
    """Whether the law fails; what it wrote is taken back."""
    cache.clear()
    broken = False
    with transaction.atomic():
        try:
            law(**arguments)
        except (AssertionError, LookupError, pytest.fail.Exception):
            broken = True
        transaction.set_rollback(True)
    for argument in arguments.values():
        if isinstance(argument, models.Model):
            argument.refresh_from_db()
    return broken


def recording(look: PreviewPosition, request: Any, log: Any, store: Any = PreviewPosition.store) -> None:
    store(look, request, log)
    kept = {"tried": {"language": "en", "log": log, "seats": {}}}
    drafts.put_in(page=look.at.page, change=lambda draft: replace(draft, paths=kept), by=request.user)


def with_cards_of_another(
    script: Any, state: Any, texts: Any, role: str, refusal: Any, shown: Any = page_context.seat_context
) -> dict[str, Any]:
    found, other = (shown(script, state, texts, seat, refusal) for seat in (role, "investigator"))
    return found | {"fresh": [*found["fresh"], *other["fresh"]]}


PLAYS: dict[Any, Any] = {}
"""What was played by whomever, by page."""


def everybodys(request: Any, at: Desk, of: Any = PreviewPosition.of) -> PreviewPosition:
    look = of(request, at)
    return replace(look, play=replace(look.play, log=PLAYS.get(at.page.pk, [])))


def without_order(case: Any, texts: Any, pictures: Any, joined: Any = file_views.combine) -> dict[str, Any]:
    file = {part: value for part, value in joined(case, texts).items() if part != "order"}
    return file | {"cards": dict(sorted(file["cards"].items(), reverse=True))}


def without_changes(sheet: Any, file: Any, merged: Any = uploads.merge_sheet) -> Any:
    case, found = merged(sheet, file)
    for inject in case["injects"]:
        inject.pop("then", None)
    return case, found


def of_anybody(rows: Any, page: Any, person: Any, key: str, *, now: Any) -> Any:
    return rows.get(page=page.pk, pk=key)


def published(page: Any, seen: Any, by: Any) -> bool:
    page.save_revision(user=by).publish()
    return True


SEEN: dict[str, Any] = {}
"""The draft as the first of two saw it."""


def as_seen_first(draft: Any, *about: Any, with_thing: Any = case_parts.with_thing) -> Any:
    """Whoever saves second saves what they had seen of all the case."""
    return with_thing(SEEN.setdefault("draft", draft), *about)


def with_its_words(draft: Any, part: str, id: str, without: Any = case_parts.without_part) -> Any:
    return replace(without(draft, part, id), texts=draft.texts)


LAW = test_case_pages.test_a_draft_may_have_faults_and_its_publication_may_not
GIVEN = {
    "change": lambda file: {**file, "content_note": ""},
    "sentence": "The case: words that people read are missing. Write them.",
}
NOTHING = lambda *_given: iter(())  # noqa: E731
CHECK, AT = case_files.check_languages, play_module.Play.at
ADDING, LOOKING, KEEPING = test_editing.TestAdding(), test_preview.TestLooking(), test_files.TestKeeping()
PLACES = (drafts, "with_same_places", lambda texts, language: dict(texts))
MUTATIONS: dict[str, tuple[Any, ...]] = {
    "a release does not ask the checker": (LAW, (compiler, "findings_of", lambda page: [])),
    "the page does not ask the checker": (LAW, (pages.CaseForm, "_may_go_live", lambda form: None)),
    "the checker does not see that a card was taken out": (
        ADDING.test_what_is_taken_out_is_named_where_it_is_missed,
        (names, "_cards", NOTHING),
    ),
    "recorded paths are not played again": (
        test_preview.TestAPath().test_that_ends_worse_stops_the_publication,
        (compiler, "broken_paths", NOTHING),
        (case_files, "broken_paths", NOTHING),
    ),
    "the checker passes over other languages": (
        test_case.TestTheChecker().test_names_the_language,
        (case_files, "check_languages", lambda case, words, *more: CHECK(case, {"en": words["en"]}, *more)),
    ),
    "the preview records what is tried": (
        LOOKING.test_the_preview_writes_no_row_and_no_revision,
        (PreviewPosition, "store", recording),
    ),
    "the preview shows the cards of another seat": (
        LOOKING.test_a_seat_sees_what_it_would,
        (page_context, "seat_context", with_cards_of_another),
    ),
    "the preview shows what is yet to come": (
        LOOKING.test_at_a_later_hour_what_came_by_itself_is_there,
        (play_module.Play, "at", lambda play, minute: AT(play, play.case.ends)),
    ),
    "a preview is everybody's": (
        test_preview.TestPlaying().test_is_ones_own_and_begins_again,
        (PreviewPosition, "of", staticmethod(everybodys)),
        (PreviewPosition, "store", lambda look, request, log: PLAYS.update({look.at.page.pk: log})),
    ),
    "a path keeps what somebody wrote": (
        test_preview.TestAPath().test_is_kept_without_what_was_written_and_played_from_there,
        (recorded_paths, "without_words", list),
    ),
    "a file loses an order": (test_files.TestJson().test_comes_back_as_it_went, (file_views, "combine", without_order)),
    "a workbook loses what an inject changes": (
        test_files.TestTheWorkbook().test_changed_in_a_row_changes_that_inject,
        (uploads, "merge_sheet", without_changes),
    ),
    "a file that another person read is taken": (
        KEEPING.test_nor_what_somebody_else_read,
        (PageImportQuerySet, "of", of_anybody),
    ),
    "a file of another draft is taken": (
        KEEPING.test_nor_over_what_somebody_changed_meanwhile,
        (drafts.Draft, "digest_in", lambda draft, language: "the same"),
    ),
    "a draft is with learners at once": (
        test_files.TestJson().test_what_is_changed_is_a_draft_and_not_yet_with_learners,
        (drafts, "_stored", published),
    ),
    "a draft is written over": (
        test_editing.TestTwoAuthors().test_one_does_not_write_over_the_other,
        (stale_forms, "_digest", lambda initial: "the same"),
    ),
    "a draft is changed by whoever changed another thing": (
        test_editing.TestTwoAuthors().test_both_change_different_things,
        (case_parts, "with_thing", as_seen_first),
    ),
    "a draft has another structure in another language": (
        test_editing.TestWords().test_of_another_language_change_nothing_else,
        (Desk, "is_own", property(lambda at: True)),
    ),
    "new words have no place in other languages": (
        test_editing.TestADecision().test_has_other_marks_and_another_option,
        PLACES,
    ),
    "words of what was taken out stay": (
        ADDING.test_what_is_taken_out_is_named_where_it_is_missed,
        (case_parts, "without_part", with_its_words),
        PLACES,
    ),
    "two things have one id": (
        ADDING.test_two_of_one_name_are_two,
        (case_parts, "unused_id", lambda id, taken: id),
    ),
}
"""By what is broken: the law that says that it holds, and what is planted."""


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_is_broken_on_purpose_is_caught_by_the_test_that_says_it(caught, name):
    PLAYS.clear(), SEEN.clear()
    law, *plants = MUTATIONS[name]
    caught(law, *plants, **(GIVEN if law is LAW else {}))
