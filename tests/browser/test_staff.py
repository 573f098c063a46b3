"""Pages of staff on a phone: long titles stay on their card in every language,
and what is wrong with a form has the focus.
"""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from courses.models import Course
from tests.quiz.marking.conftest import asked, attempt, settings_of_quiz, submitted  # noqa: F401  fixtures

from .conftest import PHONE
from .test_pages import school  # noqa: F401  fixture

pytestmark = pytest.mark.django_db(transaction=True)
LONG = {
    "en": "Smuggling of migrants and trafficking in persons: telling them apart at a border post, at sea and inland",
    "fr": (
        "Trafic illicite de migrants et traite des personnes : reconnaissance anticonstitutionnellement "
        "différenciée au poste-frontière"
    ),
    "ar": "تهريب المهاجرين والاتجار بالأشخاص: كيف نميّز بينهما في المراكز الحدودية وفي البحر وفي داخل البلاد",
    "am": "ስደተኞችን በሕገወጥ መንገድ ማሻገርና በሰዎች መነገድ፦ በድንበር ኬላ፣ በባሕርና በአገር ውስጥ እንዴት እንደሚለዩ",
    "sw": "Usafirishaji haramu wa wahamiaji na biashara haramu ya binadamu: kuvitofautisha mpakani, baharini na bara",
    "so": "Tahriibinta muhaajiriinta iyo ka ganacsiga dadka: sida loogu kala saaro xuduudda, badda iyo gudaha dalka",
    "om": (
        "Godaantota seeraan ala dabarsuu fi daldala namaa: buufata daangaa, galaana irra fi biyya keessatti addaan "
        "baasuu"
    ),
}
OVERFLOWING = """[...document.querySelectorAll(".scroll")].flatMap(part => part.scrollWidth > part.clientWidth
  ? [`${part.scrollWidth} px in ${part.clientWidth}: ${part.textContent.trim().slice(0, 40)}`] : [])"""


def test_a_long_title_leaves_the_score_on_its_card_in_every_language(school, omar, contexts, sign_in, live_server):
    Course.objects.update(titles=LONG)
    context = contexts(viewport=PHONE)
    page = sign_in(context.new_page(), omar)
    cohort = next(
        address for _who, addresses in school for address in addresses if address.startswith("/teach/cohorts/")
    )
    found = []
    for language, _name in settings.LANGUAGES:
        context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        for address in (cohort, "/teach/assignments/"):
            page.goto(address)
            assert LONG[language][:20] in page.content()
            found += [f"{language} {address}: {line}" for line in page.evaluate(OVERFLOWING)]
    assert found == []


def test_marking_without_levels_says_so_in_view_with_the_focus_and_leads_to_the_criterion(device, attempt, asked, omar):
    page = device(omar, java_script_enabled=True)
    page.goto(f"/x/quiz/marking/{attempt.pk}/{asked['rubric']}/")
    page.locator("button[name=stay]").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    summary.locator("a").last.click()
    expect(page.locator("#criterion-2 .error")).to_be_in_viewport()
    expect(page.locator("#criterion-2")).to_be_focused()


def test_the_heading_row_stays_while_a_table_is_scrolled_past(school, omar, contexts, sign_in, live_server):
    context = contexts(viewport={"width": 1280, "height": 240})
    page = sign_in(context.new_page(), omar)
    cohort = next(
        address for _who, addresses in school for address in addresses if address.startswith("/teach/cohorts/")
    )
    page.goto(live_server.url + cohort)
    page.locator(".matrix tbody tr").last.evaluate("row => scrollTo(0, scrollY + row.getBoundingClientRect().top - 60)")
    table, heading = page.locator(".matrix").first, page.locator(".matrix thead th").first
    assert table.bounding_box()["y"] < 0
    assert 0 <= heading.bounding_box()["y"] < 60
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
