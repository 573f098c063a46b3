"""What is printed."""

import io

import pytest
from django.template import engines
from pypdf import PdfReader

from lms.foundation.interface.paper.typesetting import typeset

pytestmark = pytest.mark.once

PAPER = """{% extends "interface/paper.html" %}{% block content %}{% for line in lines %}<p>A line.</p>{% endfor %}
<h2>What is to change</h2><h3>By whom</h3><table><tr><td>The coordinator</td></tr></table>{% endblock %}"""
LINES = range(30, 60)
"""So many lines before a heading that among them it would be the last thing on a page."""


def test_a_heading_is_on_the_page_of_what_follows_it():
    split = []
    for number in LINES:
        data = typeset(engines["django"].from_string(PAPER).render({"lines": range(number)}))
        texts = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
        parts = ("Planned change", "By whom", "The coordinator")
        split += [number] if sum(any(part in text for part in parts) for text in texts) > 1 else []
    assert split == []
