"""V6 and V8: cards, guesses at them, and whom staff help to sign in."""

import pytest
from django.utils import timezone

from lms.people.administration.cards import help_views, name_request_views
from lms.people.directory.models import User
from lms.people.identity.accounts import activation, services
from lms.people.identity.accounts.models import ActivationCard, CardSheet, CardSheetQuerySet, NameRequest

from .mutation import all_rows, browser, held_by, instead, setting

CHOSEN = "seven green lanterns drift"


@pytest.fixture
def code(amina, wanjiru) -> str:
    return services.give_card(person=wanjiru, by=amina, now=timezone.now())[1]


def shown(client, code: str) -> bool:
    sent = {"username": "KE-20377", "code": code}
    return client.post("/activate/", sent).status_code == 302


def activated(client, code: str) -> bool:
    sent = {"new_password1": CHOSEN, "new_password2": CHOSEN}
    return shown(client, code) and client.post("/activate/password/", sent).url != "/activate/"


def no_limits():
    """Whoever helps, helps everybody."""
    return [instead(place, "helped_by", lambda _viewer: User.objects.all()) for place in (help_views, services)]


def test_a_card_that_was_used_opens_nothing(wanjiru, code):
    def again() -> bool:
        return activated(browser(), code) and activated(browser(), code)

    held_by(
        instead(ActivationCard, "is_good", lambda _card, _now: True),
        instead(activation, "_state", lambda _person, _way: "as ever"),
        instead(activation, "check_password", lambda _code, _hash: True),
        attack=again,
    )


def test_guessing_a_code_has_to_wait(wanjiru, code):
    def after_many() -> bool:
        client = browser()
        for _guess in range(9):
            shown(client, "aaaa-aaaa-aaaa")
        return shown(client, code)

    held_by(setting(AXES_ENABLED=False), attack=after_many)


def test_whoever_has_shown_a_code_waits_no_longer_than_a_while(wanjiru, code):
    def much_later() -> bool:
        client = browser()
        shown(client, code)
        session = client.session
        session[activation.KEY] |= {"at": session[activation.KEY]["at"] - 3600}
        session.save()
        return client.get("/activate/password/").status_code == 200

    held_by(instead(activation, "WITHIN", activation.WITHIN * 100), attack=much_later)


def test_an_instructor_helps_no_colleague(omar, amina, academy):
    def gets_a_password() -> bool:
        return browser(omar).post(f"/academy/sign-in/{amina.pk}/", {"give": "password"}).status_code == 200

    held_by(*no_limits(), attack=gets_a_password)


def test_an_administrator_helps_nobody_of_the_neighbour_s(amina, neighbour):
    def gets_a_card() -> bool:
        return browser(amina).post(f"/academy/sign-in/{neighbour.pk}/", {"give": "card"}).status_code == 200

    held_by(*no_limits(), attack=gets_a_card)


def test_nobody_fetches_the_sheet_of_somebody_else(amina, superuser):
    now = timezone.now()
    sheet = CardSheet.objects.create(by=amina, language="en", made_at=now, touched_at=now)

    def sees_it() -> bool:
        return browser(superuser).get(f"/academy/sign-in/cards/{sheet.pk}/").status_code == 200

    held_by(all_rows(CardSheetQuerySet, "of"), attack=sees_it)


def test_nobody_answers_for_a_name_of_the_neighbour_s(amina, neighbour):
    asked = NameRequest.objects.create(person=neighbour, name="Else", asked_at=timezone.now())

    def is_found() -> bool:
        return browser(amina).post(f"/academy/people/names/{asked.pk}/", {}).status_code == 302

    held_by(instead(name_request_views, "_theirs", lambda _viewer: NameRequest.objects.all()), attack=is_found)
