"""Help shows the book “Use it” without network, and each page leads to its own chapter."""

import re

import pytest

from home.help.book import chapters, render_chapter
from home.help.chapters import PAGES, chapter_for

pytestmark = pytest.mark.django_db


def test_every_page_of_the_book_is_shown(client):
    for name in chapters():
        assert client.get(f"/help/{name}/").status_code == 200, name


def test_every_link_inside_help_leads_to_a_page(client):
    for name, chapter in chapters().items():
        for link in re.findall(r'href="([^"]+)"', chapter.body):
            if link.startswith("../"):
                target, _hash, anchor = link.removeprefix("../").partition("#")
                page = chapters()[target.strip("/") or "index"]
                assert not anchor or f'id="{anchor}"' in page.body, (name, link)


def test_a_name_that_is_no_page_is_not_found(client):
    assert client.get("/help/nothing/").status_code == 404


def test_costs_no_statement_of_its_own(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/help/teaching/")


def test_markup_in_a_page_is_escaped_and_links_to_other_books_are_text():
    text = "# Title\n\n<script>x</script> [run](../run/people.md) [here](exams.md#times) [bad](javascript:x)\n"

    chapter = render_chapter(text, {"exams"})

    assert "<script>" not in chapter.body
    assert re.findall(r'href="([^"]+)"', chapter.body) == ["../exams/#times"]


def test_a_page_is_read_from_left_to_right_in_an_arabic_frame(client):
    page = client.get("/help/teaching/", headers={"accept-language": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert '<article class="prose" lang="en" dir="ltr">' in page


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index"),
        ("/learn/first-contact/quiz/", "learning"),
        ("/teach/assign/", "assignments"),
        ("/x/quiz/exams/3/room/", "exam-room"),
        ("/x/simulation/runs/a-key/debrief/", "simulation-debrief"),
    ],
)
def test_an_address_has_its_chapter(path, name):
    assert chapter_for(path) == name


def test_every_address_leads_to_a_page_that_is_there():
    assert set(PAGES.values()) <= set(chapters())


def test_the_head_of_a_page_leads_to_its_chapter(client):
    assert 'href="/help/account/"' in client.get("/sign-in/").content.decode()
