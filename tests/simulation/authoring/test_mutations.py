"""What holds while a case is written is broken once, on purpose, and seen to be caught by the test that says it."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import models, transaction

from assessments.casework.checking import names
from assessments.simulation.authoring import case_parts, drafts, file_views, page_forms, uploads
from assessments.simulation.authoring.access import Desk
from assessments.simulation.authoring.pages import CasePage
from assessments.simulation.page import case_files, compiler
from assessments.simulation.preview import page_context, recorded_paths
from assessments.simulation.preview import plays as play_module
from assessments.simulation.preview.page_context import PreviewPosition
from assessments.simulation.printing import views as printing
from courses.editing.page_imports import PageImportQuerySet
from lms.foundation.interface import stale_forms
from tests.simulation import test_case_pages

from . import test_case, test_editing, test_files, test_preview, test_printing
from .test_preview import path
from .test_printing import marked

__all__ = ["marked", "path"]
pytestmark = pytest.mark.django_db
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


class TestTheChecker:
    LAW = staticmethod(test_case_pages.test_a_draft_may_have_faults_and_its_publication_may_not)
    GIVEN = {
        "change": lambda file: {**file, "content_note": ""},
        "sentence": "The case: words that people read are missing. Write them.",
    }

    @pytest.mark.parametrize(
        "plant",
        [
            (compiler, "findings_of", lambda page: []),
            (page_forms.CaseForm, "_may_go_live", lambda form: None),
        ],
        ids=["a release", "the page"],
    )
    def test_is_not_asked_at_the_publication(self, caught, plant):
        caught(self.LAW, plant, **self.GIVEN)

    def test_does_not_see_that_a_card_was_taken_out(self, caught):
        law = test_editing.TestAdding().test_what_is_taken_out_is_named_where_it_is_missed
        caught(law, (names, "_cards", lambda case: iter(())))

    def test_does_not_play_recorded_paths_again(self, caught):
        law = test_preview.TestAPath().test_that_ends_worse_stops_the_publication
        nothing = lambda case, texts, paths: iter(())  # noqa: E731
        caught(law, (compiler, "broken_paths", nothing), (case_files, "broken_paths", nothing))

    def test_passes_over_other_languages(self, caught):
        law = test_case.TestTheChecker().test_names_the_language
        check = case_files.check_languages
        caught(law, (case_files, "check_languages", lambda case, words, *more: check(case, {"en": words["en"]}, *more)))


class TestThePreview:
    def test_records_what_is_tried(self, caught):
        store = PreviewPosition.store

        def recording(look: PreviewPosition, request: Any, log: Any) -> None:
            store(look, request, log)
            kept = {"tried": {"language": "en", "log": log, "seats": {}}}
            drafts.put_in(page=look.at.page, change=lambda draft: replace(draft, paths=kept), by=request.user)

        caught(
            test_preview.TestLooking().test_the_preview_writes_no_row_and_no_revision,
            (PreviewPosition, "store", recording),
        )

    def test_shows_the_cards_of_another_seat(self, caught):
        shown = page_context.seat_context

        def mutant(script: Any, state: Any, texts: Any, role: str, refusal: Any) -> dict[str, Any]:
            other = shown(script, state, texts, "investigator", refusal)
            found = shown(script, state, texts, role, refusal)
            return found | {"fresh": [*found["fresh"], *other["fresh"]]}

        caught(test_preview.TestLooking().test_a_seat_sees_what_it_would, (page_context, "seat_context", mutant))

    def test_shows_what_is_yet_to_come(self, caught):
        law = test_preview.TestLooking().test_at_a_later_hour_what_came_by_itself_is_there
        at = play_module.Play.at
        caught(law, (play_module.Play, "at", lambda play, minute: at(play, play.case.ends)))

    def test_is_everybodys(self, caught):
        law, plays = test_preview.TestPlaying().test_is_ones_own_and_begins_again, {}
        of = PreviewPosition.of

        def mutant(request: Any, at: Desk) -> PreviewPosition:
            look = of(request, at)
            return replace(look, play=replace(look.play, log=plays.get(at.page.pk, [])))

        def store(look: PreviewPosition, request: Any, log: Any) -> None:
            plays[look.at.page.pk] = log

        caught(law, (PreviewPosition, "of", staticmethod(mutant)), (PreviewPosition, "store", store))

    def test_keeps_what_somebody_wrote(self, caught):
        law = test_preview.TestAPath().test_is_kept_without_what_was_written_and_played_from_there
        caught(law, (recorded_paths, "without_words", list))


class TestFiles:
    def test_lose_an_order(self, caught):
        joined = file_views.combine

        def mutant(case: Any, texts: Any, pictures: Any) -> dict[str, Any]:
            file = {part: value for part, value in joined(case, texts).items() if part != "order"}
            return file | {"cards": dict(sorted(file["cards"].items(), reverse=True))}

        caught(test_files.TestJson().test_comes_back_as_it_went, (file_views, "combine", mutant))

    def test_lose_what_an_inject_changes(self, caught):
        merged = uploads.merge_sheet

        def mutant(sheet: Any, file: Any) -> Any:
            case, found = merged(sheet, file)
            for inject in case["injects"]:
                inject.pop("then", None)
            return case, found

        law = test_files.TestTheWorkbook().test_changed_in_a_row_changes_that_inject
        caught(law, (uploads, "merge_sheet", mutant))

    def test_are_taken_whoever_read_them(self, caught):
        def mutant(rows: Any, page: Any, person: Any, key: str, *, now: Any) -> Any:
            return rows.get(page=page.pk, pk=key)

        law = test_files.TestKeeping().test_nor_what_somebody_else_read
        caught(law, (PageImportQuerySet, "of", mutant))

    def test_are_taken_whatever_changed_meanwhile(self, caught):
        law = test_files.TestKeeping().test_nor_over_what_somebody_changed_meanwhile
        caught(law, (drafts.Draft, "digest", "the same"))


class TestTheDraft:
    def test_is_with_learners_at_once(self, caught):
        def mutant(page: Any, seen: Any, by: Any) -> bool:
            page.save_revision(user=by).publish()
            return True

        law = test_files.TestJson().test_what_is_changed_is_a_draft_and_not_yet_with_learners
        caught(law, (drafts, "_stored", mutant))

    def test_is_written_over(self, caught):
        law = test_editing.TestTwoAuthors().test_one_does_not_write_over_the_other
        caught(law, (stale_forms, "_digest", lambda initial: "the same"))

    def test_is_changed_by_who_changed_another_thing(self, caught):
        """Whoever saves second saves what they had seen of all the case."""
        seen: dict[str, Any] = {}

        def mutant(draft: Any, *about: Any, with_thing: Any = case_parts.with_thing) -> Any:
            return with_thing(seen.setdefault("draft", draft), *about)

        caught(test_editing.TestTwoAuthors().test_both_change_different_things, (case_parts, "with_thing", mutant))

    def test_has_another_structure_in_another_language(self, caught):
        law = test_editing.TestWords().test_of_another_language_change_nothing_else
        caught(law, (Desk, "is_own", property(lambda at: True)))

    def test_has_no_place_for_new_words_in_other_languages(self, caught):
        law = test_editing.TestADecision().test_has_other_marks_and_another_option
        caught(law, (drafts, "with_same_places", lambda texts, language: dict(texts)))

    def test_keeps_words_of_what_was_taken_out(self, caught):
        def mutant(draft: Any, part: str, id: str, without: Any = case_parts.without_part) -> Any:
            return replace(without(draft, part, id), texts=draft.texts)

        law = test_editing.TestAdding().test_what_is_taken_out_is_named_where_it_is_missed
        caught(
            law, (case_parts, "without_part", mutant), (drafts, "with_same_places", lambda texts, language: dict(texts))
        )

    def test_has_two_things_of_one_id(self, caught):
        law = test_editing.TestAdding().test_two_of_one_name_are_two
        caught(law, (case_parts, "unused_id", lambda id, taken: id))

    def test_is_anybodys(self, caught):
        anything = SimpleNamespace(can_edit=lambda: True, page_locked=lambda: False)
        law = test_case.TestWho().test_others_find_nothing
        caught(law, (CasePage, "permissions_for_user", lambda page, user: anything))


class TestPaper:
    @pytest.mark.parametrize("what", ["begins_with", "envelopes", "sheets", "blanks"])
    def test_has_what_is_another_seats(self, caught, what):
        def mutant(case: Any, texts: Any, seat: str, pictures: Any, pack: Any = printing.pack) -> Any:
            other = getattr(pack(case, texts, "investigator"), what)
            found = pack(case, texts, seat)
            return replace(found, **{what: (*getattr(found, what), *other)})

        law = test_printing.test_a_seat_gets_all_of_its_own_and_nothing_of_another
        caught(law, (printing, "pack", mutant), seat="fiu")

    def test_says_why_an_option_is_right(self, caught):
        def mutant(case: Any, texts: Any, seat: str, pictures: Any, pack: Any = printing.pack) -> Any:
            found = pack(case, texts, seat)
            decisions = texts.parts["decisions"].values()
            said = [option["feedback"] for one in decisions for option in one["options"].values()]
            return replace(found, sheets=tuple(replace(one, options=(*one.options, *said)) for one in found.sheets))

        law = test_printing.test_a_seat_gets_all_of_its_own_and_nothing_of_another
        caught(law, (printing, "pack", mutant), seat="fiu")
