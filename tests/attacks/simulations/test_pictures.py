"""Simulations: nobody gets the picture of a card that they were not told, or that is another’s."""

import pytest
from django.urls import reverse
from wagtail.models import PagePermissionTester

from assessments.simulation.runs import access, services
from assessments.simulation.runs.models import SeatQuerySet
from assessments.simulation.seat import picture_views
from assessments.simulation.seat import picture_views as views
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from tests.simulation.pictured import case_page, pictures
from tests.simulation.test_picture_mutations import all_told

from ..mutation import all_rows, browser, held_by, instead, no_middleware
from .simulated import console, seat_of

__all__ = ["case_page", "pictures"]


def gets(person, where: str) -> bool:
    response = browser(person).get(where)
    return response.status_code == 200 and response.content.startswith(b"\xff\xd8")


def of_seat(run, role: str, name: str) -> str:
    return reverse("simulation:seat-picture", args=[seat_of(run, role).pk, name])


@pytest.mark.parametrize("card", ["c_call2", "c_wages"])
def test_a_seat_gets_no_picture_of_a_card_that_it_was_not_told(run, players, pictures, card):
    """Whose address it knows: of a card that comes later, or of one that another seat was told."""
    where = of_seat(run, "fiu", pictures[card])
    held_by(instead(views, "state_at", all_told), attack=lambda: gets(players["fiu"], where))


def test_the_picture_of_another_seat_is_not_had_through_that_seat(run, players, pictures):
    where = of_seat(run, "fiu", pictures["c_wallet"])
    held_by(all_rows(SeatQuerySet, "of"), attack=lambda: gets(players["labour"], where))


def test_whoever_plays_and_teaches_gets_none_of_the_debrief(run, players, academy, pictures, omar, now):
    people_services.appoint(user=players["fiu"], institution=academy, role=Role.INSTRUCTOR)
    services.finish(run=run, by=omar, now=now)
    where = console(run, "picture", pictures["c_call2"])
    held_by(instead(access, "plays_in", lambda run, person: False), attack=lambda: gets(players["fiu"], where))


def test_no_cache_on_the_way_gives_a_picture_to_another_and_no_browser_without_asking(run, players, omar, pictures):
    """As caches take their instructions, also with the answer that says that it may be shown again."""
    card = pictures["c_wallet"]
    addresses = [(players["fiu"], of_seat(run, "fiu", card)), (omar, console(run, "picture", card))]

    def is_kept(response) -> bool:
        said = {*response.get("Cache-Control", "").split(", ")}
        return "no-store" not in said and not {"private", "no-cache"} <= said

    def given() -> bool:
        for person, where in addresses:
            first = browser(person).get(where)
            again = browser(person).get(where, headers={"If-None-Match": first["ETag"]})
            assert (first.status_code, again.status_code) == (200, 304)
            if is_kept(first) or is_kept(again):
                return True
        return False

    said = instead(picture_views, "patch_cache_control", lambda response, **said: None)
    held_by(said, no_middleware("home.operation.middleware.NeverCached"), attack=given)


def test_pictures_of_a_draft_are_for_who_may_edit_it(case_page, omar, pictures):
    where = reverse("simulation:case-picture", args=[case_page.pk, pictures["c_call2"]])
    held_by(instead(PagePermissionTester, "can_edit", lambda tester: True), attack=lambda: gets(omar, where))
