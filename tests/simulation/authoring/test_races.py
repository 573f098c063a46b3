"""Authors of one case at the same instant: what each changes is there, once."""

import pytest

from assessments.simulation.authoring import case_parts
from assessments.simulation.authoring.drafts import draft_of, put_in
from assessments.simulation.authoring.pages import CasePage
from assessments.simulation.pictures.conversion import convert_picture
from assessments.simulation.pictures.models import Picture
from assessments.simulation.pictures.services import keep
from tests.progress.test_races import at_once
from tests.simulation.pictured import photo

pytestmark = pytest.mark.django_db(transaction=True)


def titled(page, card, title, by):
    def change(draft):
        words = case_parts.words(draft, "cards", card, "en") | {"title": title}
        return case_parts.with_thing(draft, "cards", card, case_parts.thing(draft, "cards", card), words, "en")

    return lambda: put_in(page=CasePage.objects.get(pk=page.pk), change=change, by=by)


def test_two_who_change_different_cards_both_did(case_page, superuser):
    cards = ("c_call1", "c_habit")
    found = at_once(*(titled(case_page, card, f"New {card}", superuser) for card in cards))
    assert not [one for one in found if isinstance(one, Exception)]
    words = draft_of(CasePage.objects.get(pk=case_page.pk)).texts["en"]["cards"]
    assert [words[card]["title"] for card in cards] == [f"New {card}" for card in cards]


def test_the_same_twice_is_one_draft(case_page, superuser):
    at_once(*[titled(case_page, "c_call1", "Once", superuser)] * 2)
    case_page.refresh_from_db()
    assert case_page.revisions.count() == 2


def test_the_same_picture_twice_is_kept_once(now):
    picture = convert_picture(photo())
    found = at_once(*[lambda: keep(picture, now=now)] * 2)
    assert found == [Picture.objects.get().pk] * 2
