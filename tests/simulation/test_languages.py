"""One run seats readers of several languages: each has the same structure in their own words."""

from html import unescape

import pytest
from django.urls import reverse
from wagtail.models import Locale

from assessments.casework import texts_json
from assessments.casework.definition.case_folder import SHIPPED, open_folder
from assessments.simulation.authoring.pages import CasePage
from assessments.simulation.page.case_files import split_case
from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Seat
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from tests.builders import make_course, release, unsearched

QUESTIONS = {
    "en": "A wallet fed by fourteen families, and no request. What do you do?",
    "fr": open_folder(SHIPPED / "guesthouse").texts["fr"].of("decisions", "money")["ask"],
    "ar": open_folder(SHIPPED / "guesthouse").texts["ar"].of("decisions", "money")["ask"],
}


@pytest.fixture
def case_page(site, programme_page, file):
    """The case in English, French and Arabic."""
    course = make_course(programme_page)
    texts = {code: texts_json(words) for code, words in open_folder(SHIPPED / "guesthouse").texts.items()}
    about = {"structure": split_case(file).structure, "texts": texts}
    case = course.add_child(instance=CasePage(title="The guesthouse", slug="guesthouse", **about))
    case.save_revision().publish()
    with unsearched():
        for code in ("fr", "ar"):
            locale = Locale.objects.get_or_create(language_code=code)[0]
            for page in (site, programme_page, course, *course.get_children().specific()):
                other = page.copy_for_translation(locale)
                other.save_revision().publish()
    return case


def shown(as_, person, seat, language: str) -> str:
    client = as_(person)
    client.cookies["django_language"] = language
    return unescape(client.get(reverse("simulation:seat", args=[seat.pk])).content.decode())


def test_each_reads_and_decides_in_their_own(case_page, file, as_, players, academy, omar, now):
    course = release(case_page.get_parent().specific)
    progress.enrol(people=list(players.values()), course=course, now=now)
    entry = course.release.outline.by_slug("guesthouse")
    assert {"en", "fr", "ar"} <= {code.partition("-")[0] for code in entry.contents}
    about = {"activity": entry.id, "release": course.release, "institution": academy, "mode": "turns"}
    run = services.plan_run(**about, by=omar, now=now)
    for role, person in players.items():
        services.seat(run=run, role=role, person=person, by=omar, now=now)
    services.open_run(run=run, by=omar, now=now)
    seat = Seat.objects.get(run=run, role="fiu")
    for language, question in QUESTIONS.items():
        page = shown(as_, players["fiu"], seat, language)
        assert question in page and f'lang="{language}"' in page
        assert not [other for code, other in QUESTIONS.items() if code != language and other in page]
    client = as_(players["fiu"])
    client.cookies["django_language"] = "ar"
    data = {"verb": "decide", "decision": "money", "option": "open", "reason": "أربع عشرة أسرة"}
    where = reverse("simulation:seat", args=[seat.pk])
    assert client.post(where, {**data, "entry_id": str(uuid7())}).status_code == 302
    assert LogEntry.objects.get().data["option"] == "open"
    decision = next(one for one in file["decisions"] if one["id"] == "money")
    card = next(option["card"] for option in decision["options"] if option["id"] == "open")
    french = open_folder(SHIPPED / "guesthouse").texts["fr"].of("cards", card)
    page = shown(as_, players["investigator"], Seat.objects.get(run=run, role="investigator"), "fr")
    assert french["title"] in page and french["text"] in page
