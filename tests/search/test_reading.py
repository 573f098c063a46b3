"""A lesson is read as the parts below its headings, each with its place on the page."""

from hypothesis import given
from hypothesis import strategies as st

from lms.desks.search.html_parsing import parts_of


def test_each_heading_begins_a_part():
    first = '<p>Before</p><h2 id="part-1">The <b>means</b></h2><p>Force.</p>'
    html = f"{first}<ul><li>Fraud</li><li>Threats</li></ul><h3>x</h3>"
    assert parts_of(html) == [("", "", "Before"), ("part-1", "The means", "Force. Fraud Threats"), ("", "x", "")]


def test_addresses_comments_and_names_of_files_are_not_read():
    html = '<p><a href="/secret/">A link</a> <img src="/x.png" alt="A road"><!--check:1--></p>'
    assert parts_of(html) == [("", "", "A link")]


@given(st.text(max_size=300))
def test_whatever_it_is_it_is_read(html):
    parts_of(html)
