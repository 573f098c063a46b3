"""Lessons as learners get them: safe, self-contained, or a sentence that says what is missing."""

import os
from pathlib import Path
from uuid import NAMESPACE_URL, uuid4, uuid5

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.lessons.activity import Lesson
from courses.lessons.parts import block_mark, parts
from courses.lessons.rendering import render_lesson
from courses.models import Content, LessonPage, Provision
from courses.pages.fields import BlockField
from lms.foundation.plugins.activity import NotReady

from .dangers import dangers

CORPORA = Path(os.environ.get("MAFUNZO_CORPORA", Path(__file__).resolve().parents[3] / "shared" / "corpora"))


def block(kind: str, value) -> dict:
    return {"type": kind, "id": str(uuid4()), "value": value}


def compiled(*blocks, country: str = "", language: str = "en"):
    return render_lesson(LessonPage(title="Lesson", body=list(blocks)), language=language, country=country)


class TestBlocks:
    def test_links_name_activities_by_id_and_files_by_hash(self, course_page, lesson):
        document = get_document_model().objects.create(
            title="Form", file=ImageFile(get_test_image_file(), name="form.pdf")
        )
        source = (
            f'<p><a id="{lesson.pk}" linktype="page">lesson</a> <a linktype="document" id="{document.pk}">form</a></p>'
        )

        found = compiled(block("text", source))

        assert f'href="/learn/to/{lesson.translation_key}/"' in found.html
        assert found.media[0].endswith(".pdf")
        assert f'href="/content/{found.media[0]}"' in found.html

    def test_an_image_has_its_size_its_text_and_a_small_version(self, db):
        image = get_image_model().objects.create(title="Road", file=get_test_image_file(size=(1600, 900)))

        found = compiled(block("image", {"image": image.pk, "alt_text": "A road to the border", "decorative": False}))

        assert 'alt="A road to the border"' in found.html
        assert 'width="800" height="450"' in found.html
        assert "400w" in found.html
        assert 'loading="lazy"' in found.html
        assert len(found.media) == 2
        assert "/media/" not in found.html

    def test_what_was_deleted_is_a_sentence(self, db):
        for kind, value, said in (
            ("image", {"image": 99999, "alt_text": "", "decorative": True}, "an image that was deleted"),
            ("document", {"title": "Form", "document": 99999}, "a document that was deleted"),
            ("audio", {"title": "Talk", "transcript": "<p>…</p>", "recording": 99999}, "a recording that was deleted"),
            (
                "citation",
                {"provisions": [{"type": "item", "id": str(uuid4()), "value": 99999}]},
                "cites a law that was deleted",
            ),
        ):
            with pytest.raises(NotReady, match=said):
                compiled(block(kind, value))

    def test_a_file_that_cannot_be_read_is_a_sentence(self, db):
        image = get_image_model().objects.create(title="Road", file=get_test_image_file(), file_hash="unreadable")
        image.file.storage.delete(image.file.name)
        with pytest.raises(NotReady, match="cannot be read"):
            compiled(block("image", {"image": image.pk, "alt_text": "Road", "decorative": False}))

    def test_a_country_block_is_for_its_country_in_the_language_of_the_page(self, db):
        country = block("country", {"countries": ["KE"], "text": "<p>Loi</p>", "provisions": []})

        assert "Loi" not in compiled(country, country="UG").html
        assert "Loi" in compiled(country, country="KE").html


def check(*texts: str, in_order: bool = False) -> dict:
    """A check with these options, of which the first is right, in a block whose ids are always the same."""
    options = [
        {
            "type": "item",
            "id": str(uuid5(NAMESPACE_URL, text)),
            "value": {"text": text, "right": not place, "feedback": ""},
        }
        for place, text in enumerate(texts)
    ]
    value = {"stem": "Which?", "options": options, "in_order": in_order}
    return {"type": "check", "id": str(uuid5(NAMESPACE_URL, "check")), "value": value}


class TestOptionsOfACheck:
    LETTERS = "ABCDEFGH"

    def shown(self, written: dict, language: str = "en") -> list[str]:
        [found] = compiled(written, language=language).definition["checks"].values()
        return [option["text"] for option in found["options"]]

    def test_are_shuffled_in_the_same_way_each_time_and_in_every_language(self, db):
        first = self.shown(check(*self.LETTERS))

        assert sorted(first) == list(self.LETTERS)
        assert first != list(self.LETTERS)
        assert self.shown(check(*self.LETTERS), language="ar") == first

    def test_stay_in_their_order_where_the_editor_says_so(self, db):
        assert self.shown(check(*self.LETTERS, in_order=True)) == list(self.LETTERS)

    def test_shuffled_options_keep_the_key_of_the_right_one(self, db):
        written = check(*self.LETTERS)
        [found] = compiled(written).definition["checks"].values()
        assert found["key"] == [written["value"]["options"][0]["id"]]

    def test_of_a_check_from_before_are_shuffled_too(self, db):
        written = check(*self.LETTERS)
        del written["value"]["in_order"]
        assert self.shown(written) == self.shown(check(*self.LETTERS))


class TestCase:
    def case(self, **parts: str) -> dict:
        return block("case", {"title": "The yard", "text": "<p>They were held.</p>", **parts})

    def test_can_be_skipped_and_says_whom_to_turn_to(self, db):
        written = self.case(
            content_note="Mentions confinement.", skip="Nine people could not leave.", wellbeing="Talk to a colleague."
        )
        html = compiled(written).html

        order = [
            html.index(part)
            for part in ("Mentions confinement.", "Nine people could not", "They were held.", "Talk to a colleague.")
        ]
        assert order == sorted(order)
        assert "The check counts the same." in html
        assert f'href="#after-{written["id"]}"' in html
        assert html.index(f'id="after-{written["id"]}"') > order[-1]

    def test_that_distresses_nobody_offers_nothing_to_skip(self, db):
        html = compiled(self.case(content_note="")).html
        assert "<details" not in html
        assert "after-" not in html

    def test_is_not_skipped_by_somebody_who_does_not_know_what_it_is_about(self, db):
        page = LessonPage(title="Lesson", body=[self.case(content_note="", skip="Nine people could not leave.")])
        with pytest.raises(ValidationError) as refused:
            page.body.stream_block.clean(page.body)
        assert "Say in the content note" in str(refused.value.block_errors[0].block_errors["content_note"])


class TestTables:
    """What is released stays as it is; on its way to a phone each cell gets the heading of its column."""

    EVIL = '"><script>alert(1)</script>'

    def read(self, header, *rows, before=""):
        html = before + compiled(block("table", {"caption": "Compared", "header": header, "rows": list(rows)})).html
        return html, "".join(part.html for part in parts(uuid4().hex, html))

    def test_cells_are_named_as_they_are_read_and_not_as_they_are_compiled(self, db):
        released, read = self.read(
            ["", "Smuggling", "Trafficking & slavery"],
            ["Consent", "given", "irrelevant"],
            ["Border", "crossed", "not needed"],
        )
        assert "data-label" not in released and 'class="table"' in released
        assert read.count('data-label="Smuggling"') == read.count('data-label="Trafficking &amp; slavery"') == 2
        assert '<th scope="row">Consent</th><td data-label="Smuggling">given</td>' in read
        assert '<table class="table rows">' in read

    def test_nothing_that_an_editor_writes_breaks_out(self, db):
        _released, read = self.read(["", self.EVIL], [self.EVIL, f"<td>{self.EVIL}"])
        assert "<script" not in read and "script" not in dangers(read) and read.count("<td data-label=") == 1
        assert read.count("<td") == 2

    def test_a_column_without_a_heading_has_no_name_and_a_table_of_before_has_rows_of_any_length(self, db):
        _released, read = self.read(["What", "", "Who"], ["a", "b", "c"])
        assert '<td>b</td><td data-label="Who">c</td>' in read
        cut = (
            '<table class="table"><caption>Old</caption>\n<thead><tr><th scope="col">A</th><th '
            'scope="col">B</th></tr></thead>\n'
        )
        rows = (
            '<tbody><tr><th scope="row">1</th><td>2</td><td>3</td></tr>\n<tr><th '
            'scope="row">4</th></tr>\n</tbody></table>'
        )
        assert (
            '<td data-label="B">2</td><td>3</td></tr>\n<tr><th scope="row">4</th></tr>'
            in parts(uuid4().hex, cut + rows)[0].html
        )

    def test_what_a_plugin_brought_is_left_alone(self):
        head = '<table class="table"><caption>x</caption><thead><tr><th scope="col">A</th></tr></thead>'
        table = f"{head}<tbody><tr><td>1</td></tr></tbody></table>"
        assert parts(uuid4().hex, block_mark("theirs", "b1", table))[0].html == table


class TestLessonTemplate:
    def show(self, page, answered: bool = False):
        found = render_lesson(page, language="en", country="")
        content = Content(digest=found.digest(kind="lesson"), html=found.html, definition=found.definition)
        lesson = Lesson()
        form, state = lesson.begin(content.definition, seed=1, terms={})
        if answered:
            name, check = next(iter(form["checks"].items()))
            state = lesson.answer(form, state, {"check": [name], "choice": check["order"][:1]}, now=None).state
        activity = lesson.context(content.definition, form, state, closed=False, now=None)
        return render_to_string(
            "courses/lesson.html", {"content": content, "activity": activity}, RequestFactory().get("/")
        )

    def test_a_check_is_a_form_of_its_own_without_its_key(self, lesson):
        html = self.show(lesson)

        assert html.count("<form") == 1
        assert 'id="check-' in html
        assert 'name="event_id"' in html
        assert "csrfmiddlewaretoken" in html
        assert 'type="radio"' in html
        assert "About The means" not in html

    def test_an_answer_is_explained_in_words(self, lesson):
        html = self.show(lesson, answered=True)

        assert "Not quite." in html
        assert "Your answer" in html
        assert "About The border" in html
        assert "The right answer" in html

    def test_a_national_provision_nobody_checked_says_so(self, lesson):
        for key, country in (("ke", "KE"), ("un", "")):
            Provision.objects.create(
                key=key, jurisdiction="J", country=country, instrument=f"Act {key}", provision="s. 3"
            )
        provisions = [{"type": "item", "id": str(uuid4()), "value": found.pk} for found in Provision.objects.all()]
        lesson.body = [*lesson.body.raw_data, block("citation", {"provisions": provisions})]

        assert self.show(lesson).count("not yet checked by a national lawyer") == 1

    @pytest.mark.parametrize(("language", "named"), [("fr", "Anglais"), ("ar", "الإنجليزية")])
    def test_a_citation_is_marked_as_what_it_is_written_in_where_that_is_not_the_readers(self, lesson, language, named):
        law = Provision.objects.create(
            key="un", jurisdiction="J", instrument="Act", provision="s. 3", numbering_edition="Cap. 61"
        )
        cited = [{"type": "item", "id": str(uuid4()), "value": law.pk}]
        lesson.body = [*lesson.body.raw_data, block("citation", {"provisions": cited})]

        with override(language):
            html = self.show(lesson)

        assert '<span lang="en" dir="ltr">J: Act, s. 3 (Cap. 61)</span>' in html
        assert named in html.partition('<footer class="sources" id="sources">')[2]
        assert "lang=" not in self.show(lesson) and "another language" not in self.show(lesson)


class TestBlockField:
    def test_passes_json_through_for_a_historical_model(self):
        field = BlockField()
        raw = '[{"type": "gone", "value": 1, "id": "x"}]'

        assert field.get_prep_value(field.to_python(raw)) == raw

    def test_stays_out_of_migrations(self):
        _name, _path, args, kwargs = LessonPage._meta.get_field("body").deconstruct()

        assert args == []
        assert "block_lookup" not in kwargs
