"""Help shows the book “Use it” without network, and each page leads to its own chapter."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

import pytest
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver

from home.help import book
from home.help.book import INDEX, chapters, render_chapter
from home.help.chapters import PAGES, chapter_for
from home.help.views import address_for
from tests.attacks.mutation import instead

WITHOUT_PAGE = {
    "_util",
    "admin",
    "content",
    "crests",
    "documents",
    "health",
    "help",
    "media",
    "metrics",
    "p",
    "sign-out",
    "start",
    "worker.js",
}
"""First parts of addresses where the index helps: files, what leads on at once, and the admin."""

pytestmark = pytest.mark.django_db


def routes(patterns: Sequence[URLPattern | URLResolver], above: str = "") -> Iterator[str]:
    """Yield every route below, as `teach/people/<int:pk>/`."""
    for pattern in patterns:
        here = f"{above}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, here)
        else:
            yield here


def test_every_page_of_the_book_is_shown_and_every_link_in_it_leads_to_a_page(client):
    for name, chapter in chapters().items():
        assert client.get(f"/help/{name}/").status_code == 200, name
        for link in re.findall(r'href="([^"]+)"', chapter.body):
            if not link.startswith("https://"):
                address, _hash, anchor = urljoin(book.address_of(name), link).partition("#")
                page = client.get(address)
                assert page.status_code == 200, (name, link)
                assert not anchor or f'id="{anchor}"' in page.content.decode(), (name, link)


def test_costs_no_statement_of_its_own(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/help/teaching/")


def test_markup_in_a_page_is_escaped_and_links_to_other_books_are_text():
    text = "# Title\n\n<script>x</script> [run](../run/people.md) [here](exams.md#times) [bad](javascript:x)\n"

    chapter = render_chapter(text, {"exams"})

    assert "<script>" not in chapter.body
    assert re.findall(r'href="([^"]+)"', chapter.body) == ["/help/exams/#times"]


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


def test_every_chapter_that_an_address_names_is_there():
    assert set(PAGES.values()) <= set(chapters())


def test_every_address_of_a_page_has_a_chapter_of_its_own():
    unhelped = {
        route for route in routes(get_resolver().url_patterns) if chapter_for(re.sub(r"<[^>]+>", "1", route)) == INDEX
    }
    # A pattern such as `^((?:[\w\-]+/)*)$` is of pages that editors make.
    assert {route.split("/")[0] for route in unhelped if not route.startswith("^")} == WITHOUT_PAGE


def test_without_the_book_no_page_leads_to_help(client):
    cache.clear()
    with instead(book, "FOLDERS", ()):
        chapters.cache_clear()
        try:
            assert address_for("/learn/") == ""
            assert "/help/" not in client.get("/sign-in/").content.decode()
        finally:
            chapters.cache_clear()


def test_a_region_is_named_by_the_heading_above_it():
    text = "# Title\n\n```\na\n```\n\n## `b` & c\n\n| d |\n|---|\n| e |\n"

    labels = re.findall(r'aria-label="([^"]+)"', render_chapter(text, set()).body)

    assert labels == ["Table or text: Title", "Table or text: b &amp; c"]


def test_the_head_of_a_page_leads_to_its_chapter(client):
    assert 'href="/help/account/"' in client.get("/sign-in/").content.decode()
