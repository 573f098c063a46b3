"""What holds of pictures is broken once, on purpose, and seen to be caught by the test that says it."""

import pytest

from assessments.casework import State
from assessments.casework.state import ReceivedCard
from assessments.simulation.authoring import picture_cleanup as sweeping
from assessments.simulation.runs.current_state import state_at
from assessments.simulation.runs.scripts import script_of
from assessments.simulation.seat import picture_views
from assessments.simulation.seat import picture_views as views

from . import test_pictures
from .authoring.test_mutations import caught
from .pictured import case_page, pictures

__all__ = ["case_page", "caught", "pictures"]
pytestmark = [pytest.mark.django_db, pytest.mark.sweep]
"""Said here, since fixtures are asked for while a test runs."""


def all_told(run, now) -> State:
    state, script = state_at(run, now), script_of(run)
    everything = [ReceivedCard(card, 0) for card in script.cards]
    state.told.update(dict.fromkeys(script.seats, everything))
    return state


def test_one_that_comes_before_its_card(caught):
    law = test_pictures.TestTheSeat().test_gets_what_it_was_told_and_nothing_before
    caught(law, (views, "state_at", all_told))


def test_those_of_all_seats(caught):
    law = test_pictures.TestTheSeat().test_no_response_names_or_sends_the_picture_of_a_card_of_another
    caught(law, (views, "state_at", all_told), minute=0)


def test_any_that_is_named(caught):
    law = test_pictures.TestTheSeat().test_nor_before_the_run_begins_nor_what_is_no_picture_of_the_case

    def any_of_all(request, name, cards):
        class Any:
            picture = name

        return picture_views.picture_response(request, name, [Any()])

    caught(law, (views, "picture_response", any_of_all))


def test_what_a_camera_says(caught):
    law = test_pictures.TestTheFile().test_is_drawn_anew_without_what_it_says_besides
    caught(law, (test_pictures, "convert_picture", lambda data: data), form="JPEG")


def test_one_that_goes_though_it_is_used(caught):
    law = test_pictures.TestLettingGo().test_of_what_no_case_names_and_only_after_two_days
    caught(law, (sweeping, "is_used", lambda name, *, now: False))
    caught(law, (sweeping, "is_used", lambda name, *, now: True))
