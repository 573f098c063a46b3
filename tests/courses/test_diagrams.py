"""Diagrams of lessons: what is drawn, in which words, and what is refused."""

import re
import shutil
from xml.etree.ElementTree import fromstring

import pytest
from django.core.exceptions import ValidationError
from wagtail_localize.segments.extract import extract_segments

from courses.lessons.blocks import DrawingBlock
from courses.lessons.drawings import BadDrawing, drawn, texts_of
from home.curriculum import files
from home.curriculum.schema import BadFile
from lms.foundation.plugins.activity import NotReady

from .test_rendering import block, compiled

BEGINNING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 340 100" stroke="currentColor">'
TEXTS = '<text x="40" y="20">Act</text><text x="300" y="20">Why</text>'
TWO = f'{BEGINNING}<rect x="0" y="0" width="90" height="40"/>{TEXTS}</svg>'
VALUE = {"caption": "Two parts", "drawing": TWO, "words": ["Acte"], "alt_text": "Act and “why”, side by side"}
REFUSED = (
    "<script>alert(1)</script>",
    "<style>*{fill:red}</style>",
    "<foreignObject><p>x</p></foreignObject>",
    '<image href="https://example.org/x.png"/>',
    '<image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="data:image/png;base64,AA"/>',
    '<a href="javascript:alert(1)"><rect/></a>',
    '<use href="#a"/>',
    '<animate attributeName="href"/>',
    '<rect onload="alert(1)"/>',
    '<rect style="fill:red"/>',
    '<rect class="x"/>',
    '<rect fill="url(#a)"/>',
    '<rect fill="url(https://example.org/a)"/>',
    '<rect fill="#fff"/>',
    '<rect stroke="red"/>',
    '<rect xml:base="https://example.org"/>',
    '<rect x="0;alert(1)"/>',
    '<g><text x="1" y="1">inside</text></g>',
    '<text x="nan" y="1">x</text>',
    '<text x="1e9" y="1">x</text>',
    '<text x="1" y="1" font-size="">x</text>',
    '<text x="1" y="1"><tspan>x</tspan></text>',
    '<rect xmlns="http://www.w3.org/1999/xhtml"/>',
    "<g>" * 500 + "</g>" * 500,
    f'<path d="{"M0 0" * 10_000}"/>',
)


class TestDrawing:
    def test_stands_in_the_words_of_a_language_with_a_text_for_readers_who_do_not_see_it(self, db):
        html = compiled(block("diagram", VALUE)).html

        assert 'role="img" aria-label="Act and “why”, side by side"' in html
        assert ">Acte</tspan>" in html and ">Why</tspan>" in html and ">Act<" not in html
        assert "<figcaption>Two parts</figcaption>" in html

    def test_is_mirrored_in_arabic_but_for_its_words(self, db):
        html = compiled(block("diagram", VALUE), language="ar").html

        assert '<g stroke="currentColor" transform="matrix(-1 0 0 1 340 0)"><rect' in html
        assert 'direction="rtl"' in html and '<tspan x="300" y="24.9">Acte' in html

    def test_words_are_text_and_no_markup(self):
        svg = drawn(TWO, ["<script>", "&amp;"], label='"><script>')
        root = fromstring(svg)
        assert root.get("aria-label") == '"><script>' and "<script" not in svg
        assert [one.text for one in root.iter("tspan")] == ["<script>", "&amp;"]

    def test_a_long_text_is_broken_into_lines_around_its_middle(self):
        svg = TWO.replace('<text x="40" y="20">Act', '<text x="40" y="50" inline-size="80">one two three four five')
        lines = re.findall(r'y="([\d.]+)">([^<]*)</tspan>', drawn(svg, [], label="x"))[:3]
        assert [line for _y, line in lines] == ["one two", "three four", "five"]
        assert [float(y) for y, _line in lines] == pytest.approx([37.4, 54.9, 72.4])

    def test_letters_without_size_and_lines_without_width_are_drawn_all_the_same(self):
        svg = TWO.replace('y="20">Act', 'y="20" font-size="0" inline-size="0">Act')
        assert ">Act</tspan>" in drawn(svg, [], label="x")

    def test_a_word_keeps_its_unbreakable_spaces(self):
        assert texts_of(TWO.replace("Act", "Pourquoi\u202f\n  ?")) == ["Pourquoi\u202f ?", "Why"]


class TestRefusal:
    @pytest.mark.parametrize("part", REFUSED)
    def test_names_what_is_no_shape_and_no_text(self, part):
        with pytest.raises(BadDrawing):
            drawn(TWO.replace("</svg>", f"{part}</svg>"), [], label="x")

    @pytest.mark.parametrize(
        "svg",
        [
            "",
            "no SVG",
            '<!DOCTYPE svg [<!ENTITY a "b">]>' + TWO,
            TWO.replace("http://www.w3.org/2000/svg", "x"),
            TWO.replace(' viewBox="0 0 340 100"', ""),
            TWO.replace("0 0 340 100", "0 0 340 1e9"),
            TWO + TWO,
        ],
    )
    def test_takes_one_svg_alone(self, svg):
        with pytest.raises(BadDrawing):
            drawn(svg, [], label="x")

    def test_a_comment_and_an_instruction_are_left_out(self):
        svg = f'<?xml-stylesheet href="https://example.org/x.css"?>{TWO.replace("<rect", "<!-- x --><rect")}'
        assert drawn(svg, [], label="x") == drawn(TWO, [], label="x")

    def test_an_editor_cannot_store_it(self):
        with pytest.raises(ValidationError, match="onload"):
            DrawingBlock().clean(TWO.replace("<rect", '<rect onload="x()"'))
        assert DrawingBlock().clean(TWO) == TWO

    def test_a_lesson_that_holds_one_all_the_same_cannot_be_released(self, db):
        with pytest.raises(NotReady, match="“Lesson” has a diagram that cannot be shown"):
            compiled(block("diagram", {**VALUE, "drawing": TWO.replace("<rect", "<script/><rect")}))


class TestTranslation:
    def test_words_are_translated_and_the_drawing_is_not(self, lesson):
        lesson.body = [block("diagram", {**VALUE, "words": [{"type": "item", "id": "1" * 36, "value": "Act"}]})]
        lesson.save()
        lesson.refresh_from_db()
        found = [one.string.data for one in extract_segments(lesson) if one.path.startswith("body")]
        assert sorted(found) == sorted(["Two parts", "Act", "Act and “why”, side by side"])


def test_a_translation_without_the_words_is_refused(tmp_path):
    shutil.copytree(files.FOLDER / "tip-1", tmp_path / "tip-1")
    french = tmp_path / "tip-1" / "fr.toml"
    text = french.read_text(encoding="utf-8")
    french.write_text(re.sub(r"\nwords = \[.*?\n\]", "", text, flags=re.S), encoding="utf-8")
    with pytest.raises(BadFile, match="“words” stands in the source alone"):
        files.course("tip-1", tmp_path)


@pytest.mark.parametrize("file", sorted(files.FOLDER.glob("*/diagrams/*.svg")), ids=lambda file: file.stem)
def test_the_shipped_ones_say_all_words_in_each_language(file):
    course = files.course(file.parents[1].name)
    for version in course.versions.values():
        blocks = [one for lesson in version["lessons"] for one in lesson["blocks"] if one.get("file") == file.name]
        assert [len(one["words"]) for one in blocks] == [len(texts_of(file.read_text(encoding="utf-8")))]
        assert all(len(one["alt"]) > 150 and len(one["caption"]) <= 160 for one in blocks)
