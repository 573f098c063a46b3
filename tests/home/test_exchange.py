"""A course that leaves as files and comes back as pages: whole, with the rights of the person who brings it."""

import hashlib
import io
from datetime import date

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Drawing
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import GroupPagePermission, Locale, Page
from wagtailmedia.models import get_media_model

from assessments.questions.models import Category, Objective, Question
from assessments.quiz.models import Draw, QuizPage, Section
from assessments.scenario.models import ScenarioPage
from courses.access.owned_files import collection_of
from courses.models import CoursePage, GuidePage, LessonPage, PageCondition, Provision, Release, Term
from home.curriculum.schema import BadFile
from home.curriculum.writing import NotAllowed
from home.exchange import packing
from home.exchange.exporting import NotYours, export_course
from home.exchange.importing import import_course
from home.exchange.toml import written
from tests.builders import make_question

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
SQUARE = {"caption": "One", "drawing": SVG, "words": [], "alt_text": "A square"}
IDS = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(30)]


def picture(colour="teal") -> bytes:
    file = io.BytesIO()
    Drawing.new("RGB", (40, 30), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def shown():
    """A picture, a document and a recording."""
    image = get_image_model().objects.create(title="A map", file=ContentFile(picture(), "map.png"))
    document = get_document_model().objects.create(title="A form", file=ContentFile(b"a form", "form.txt"))
    sound = ContentFile(b"OggS" + b"\0" * 60, "talk.ogg")
    media = get_media_model().objects.create(title="A talk", type="audio", duration=3, file=sound)
    return {"image": image, "document": document, "media": media}


@pytest.fixture
def rich(course_page, shown):
    """A course with what an academy's own can hold, in two languages."""
    law = Provision.objects.create(
        key="act-1", jurisdiction="Kenya", country="KE", instrument="Act", provision="s. 1", checked_on=date(2026, 1, 2)
    )
    link = f'<p>See <a id="{shown["document"].pk}" linktype="document">it</a>.</p>'
    link += f'<p>And <a id="{course_page.pk}" linktype="page">all</a>.</p>'
    cited = [{"type": "item", "id": IDS[0], "value": law.pk}]
    mapped = {"image": shown["image"].pk, "decorative": False, "alt_text": "A map"}
    body = [
        {"type": "text", "id": IDS[1], "value": link},
        {"type": "image", "id": IDS[2], "value": mapped},
        {"type": "document", "id": IDS[3], "value": {"title": "Form", "document": shown["document"].pk}},
        {
            "type": "audio",
            "id": IDS[4],
            "value": {"title": "Talk", "transcript": "<p>Words.</p>", "recording": shown["media"].pk},
        },
        {"type": "citation", "id": IDS[5], "value": {"provisions": cited}},
        {
            "type": "country",
            "id": IDS[6],
            "value": {"countries": ["KE", "UG"], "text": "<p>Here.</p>", "provisions": []},
        },
        {"type": "diagram", "id": IDS[11], "value": SQUARE},
        {"type": "gone.block", "id": IDS[7], "value": {"kept": ["as", {"it": "is"}], "a b": 1.0}},
    ]
    lesson = LessonPage.objects.child_of(course_page).first()
    lesson.body = body
    lesson.opening_conditions = [PageCondition(kind="date", day=date(2026, 1, 1), sort_order=0)]
    lesson.save_revision().publish()
    quiz = QuizPage.objects.child_of(course_page).get()
    category, objective = Category.objects.get(), Objective.objects.create(name="Know it")
    below = Category.objects.create(name="Hard ones", parent=category)
    asked, tagged = make_question(below, "Asked?"), make_question(below, "Tagged?")
    asked.stem = f'<p>Asked?</p><embed alt="A map" embedtype="image" format="fullwidth" id="{shown["image"].pk}"/>'
    asked.objective = objective
    tagged.tags.add("border")
    for one in (asked, tagged):
        one.save()
        one.save_revision().publish()
    quiz.sections = [Section(heading="First", introduction="Read."), Section(heading="Second", sort_order=1)]
    quiz.draws = [
        Draw(category=category, number=2, sort_order=0),
        Draw(question=asked, sort_order=1, section=2),
        Draw(tag=Tag.objects.get(name="border"), number=1, mark=2.5, sort_order=2),
    ]
    quiz.limit_minutes, quiz.review = 30, {"during": [], "just_after": ["marks"], "later": [], "after_close": []}
    quiz.save_revision().publish()
    word = Term.objects.create(term="Means", definition="How.", locale=course_page.locale).pk
    other = Term.objects.create(term="Purpose", definition="What for.", locale=course_page.locale).pk
    words = [
        {"type": "term", "id": IDS[10], "value": word},
        {"type": "term", "id": IDS[11], "value": other},
    ]
    course_page.add_child(instance=GuidePage(title="Guide", slug="guide", aims="<p>Aims.</p>", terms=words))
    scene = {"title": "Door", "text": "Open?", "ask": "", "choices": []}
    scenes = [{"type": "scene", "id": IDS[8], "value": scene}]
    course_page.add_child(instance=ScenarioPage(title="Night", slug="night", scenes=scenes, minutes=5))
    french = course_page.copy_for_translation(Locale.objects.get_or_create(language_code="fr")[0], copy_parents=True)
    french.title = "Ce qu’est la traite"
    french.save_revision().publish()
    return course_page


def emptied(course_page) -> None:
    """Take the course and all that it shows away: what is left is an installation that never had it."""
    for page in CoursePage.objects.filter(translation_key=course_page.translation_key):
        page.delete()
    Question._base_manager.all().delete()
    while Category.objects.exists():
        parents = set(Category.objects.exclude(parent=None).values_list("parent", flat=True))
        Category.objects.exclude(pk__in=parents).delete()
    for model in (Objective, Provision, Tag, Term):
        model.objects.all().delete()
    for model in (get_image_model(), get_document_model(), get_media_model()):
        model.objects.all().delete()


def bring(files, page, by, now):
    return import_course(files, programme=page, by=by, now=now)


def changed(files, name, old, new):
    text = files[name].decode()
    assert old in text
    return {**files, name: text.replace(old, new).encode()}


class TestRoundTrip:
    def test_what_comes_back_leaves_as_the_same_bytes(self, rich, programme_page, superuser, now):
        files = export_course(rich, by=superuser)
        assert {"course.toml", "en.toml", "fr.toml", "provisions.toml"} <= set(files)
        assert len([name for name in files if name.startswith("media/")]) == 3
        emptied(rich)
        bring(files, programme_page, superuser, now)
        again = CoursePage.objects.get(translation_key=rich.translation_key, locale__language_code="en")
        assert again.live and all(page.live for page in again.get_children())
        assert {name: content.decode("latin1") for name, content in export_course(again, by=superuser).items()} == {
            name: content.decode("latin1") for name, content in files.items()
        }
        assert bring(files, programme_page, superuser, now).written == []

    def test_the_order_in_which_words_of_the_glossary_came_here_does_not_matter(
        self, rich, programme_page, superuser, now
    ):
        files, words = export_course(rich, by=superuser), list(Term.objects.order_by("-translation_key"))
        assert len(words) > 1
        emptied(rich)
        for word in words:
            word.pk = None
            word.save(force_insert=True)
        bring(files, programme_page, superuser, now)
        again = CoursePage.objects.get(translation_key=rich.translation_key, locale__language_code="en")
        assert export_course(again, by=superuser)["en.toml"] == files["en.toml"]

    def test_no_citation_comes_back_as_checked_and_nothing_is_released(self, rich, programme_page, superuser, now):
        files = export_course(rich, by=superuser)
        emptied(rich)
        bring(files, programme_page, superuser, now)
        assert list(Provision.objects.values_list("key", "checked_on")) == [("act-1", None)]
        assert not Release.objects.exists()

    def test_a_draft_is_taken_as_it_was_written_last(self, rich, superuser):
        rich.title = "A better title"
        rich.save_revision(user=superuser)
        assert b"A better title" in export_course(rich, by=superuser)["en.toml"]

    def test_the_same_course_packs_to_the_same_zip(self, rich, superuser):
        one = packing.zipped(export_course(rich, by=superuser))
        assert packing.zipped(packing.read_zip(one)) == one


class TestRights:
    @pytest.mark.parametrize("nobody", [False, True])
    def test_whoever_may_not_publish_brings_drafts(self, rich, programme_page, superuser, editor, now, nobody):
        files, by = export_course(rich, by=None if nobody else superuser), None if nobody else editor
        emptied(rich)
        bring(files, programme_page, by, now)
        pages = Page.objects.filter(path__startswith=programme_page.path).exclude(pk=programme_page.pk)
        assert pages.exists() and not pages.filter(live=True).exists()
        assert Question.objects.exists() and not Question.objects.filter(live=True).exists()
        assert bring(files, programme_page, by, now).written == []

    def test_whoever_may_not_add_courses_brings_nothing(self, rich, programme_page, superuser, omar, now):
        files = export_course(rich, by=superuser)
        emptied(rich)
        with pytest.raises(NotAllowed):
            bring(files, programme_page, omar, now)
        assert not CoursePage.objects.exists() and not Question.objects.exists()

    def test_a_course_that_is_here_is_changed_by_who_may_change_it_alone(
        self, rich, programme_page, superuser, editor, now
    ):
        files = changed(export_course(rich, by=superuser), "en.toml", "The three elements.", "Taken over.")
        GroupPagePermission.objects.filter(group__in=editor.groups.all()).delete()
        with pytest.raises(NotAllowed):
            bring(files, programme_page, editor, now)
        rich.refresh_from_db()
        assert rich.summary == "The three elements."
        bring(files, programme_page, superuser, now)
        rich.refresh_from_db()
        assert rich.summary == "Taken over."

    def test_a_page_of_another_course_is_not_taken_over(self, rich, programme_page, superuser, now):
        key = str(LessonPage.objects.child_of(rich).first().translation_key)
        own = CoursePage(title="Another", slug="another", summary="Own.")
        programme_page.add_child(instance=own)
        files = {
            "course.toml": written({"format": 1, "key": IDS[9], "languages": ["en"]}).encode(),
            "en.toml": export_course(own, by=superuser)["en.toml"]
            .replace(str(own.translation_key).encode(), IDS[9].encode())
            .replace(b'"another"', b'"a-third"')
            + f'\n[[lessons]]\nkey = "{key}"\nslug = "stolen"\ntitle = "Stolen"\nminutes = 1\nblocks = []\n'.encode(),
        }
        with pytest.raises(NotAllowed, match="in another place"):
            bring(files, programme_page, superuser, now)

    def test_questions_and_files_of_another_institution_stay_there(
        self, rich, editor, superuser, ugandan_academy, shown
    ):
        question = Question.objects.get(stem__contains="Tagged?")
        Question.objects.filter(pk=question.pk).update(owner=ugandan_academy)
        QuizPage.objects.update(institution=ugandan_academy)
        with pytest.raises(NotYours, match="keeps to itself"):
            export_course(rich, by=editor)
        with pytest.raises(NotYours):
            export_course(rich, by=None)
        Question.objects.filter(pk=question.pk).update(owner=None)
        export_course(rich, by=editor)
        shown["image"].collection = collection_of(ugandan_academy)
        shown["image"].save()
        with pytest.raises(NotYours, match="A map"):
            export_course(rich, by=editor)


class TestBadFiles:
    @pytest.fixture
    def files(self, rich, superuser):
        return export_course(rich, by=superuser)

    def test_html_is_what_the_editor_would_keep(self, files, rich, programme_page, superuser, now):
        emptied(rich)
        bad = "<p>Here.</p><script>alert(1)</script><p onclick='x()'>There</p><a href='javascript:x()'>x</a>"
        files = changed(files, "en.toml", "<p>Here.</p>", bad)
        bring(changed(files, "en.toml", "<p>Tagged?</p>", bad), programme_page, superuser, now)
        texts = str([page.body.raw_data for page in LessonPage.objects.all()])
        texts += str(list(Question.objects.values_list("stem", flat=True)))
        assert texts.count("There") >= 2
        assert not any(word in texts for word in ("<script", "javascript", "onclick", "alert"))

    @pytest.mark.parametrize(
        ("name", "old", "new", "said"),
        [
            ("course.toml", "format = 1", "format = 9", "format 9"),
            ("en.toml", "title =", "tittle =", "nobody knows “tittle” here; do you mean “title”"),
            ("en.toml", 'type = "quiz.QuizPage"', 'type = "people.User"', "not installed here"),
            ("en.toml", 'type = "quiz.QuizPage"', 'type = "x"', "not installed here"),
            ("en.toml", "minutes = 60", 'minutes = "60"', "line 5: “minutes” has to be a whole number"),
            ("en.toml", 'slug = "trafficking"', 'slug = "no slug"', "slug|valid"),
            ("provisions.toml", 'provision = "s. 1"', f'provision = "{"a" * 160}"', "act-1"),
        ],
    )
    def test_a_file_that_is_wrong_is_named_and_nothing_is_written(
        self, files, rich, programme_page, superuser, now, name, old, new, said
    ):
        emptied(rich)
        files = changed(files, name, old, new)
        with pytest.raises(BadFile, match=said):
            bring(files, programme_page, superuser, now)
        assert not CoursePage.objects.exists() and not Question.objects.exists()

    def test_a_file_whose_bytes_are_not_those_of_its_name_is_refused(self, files, rich, programme_page, superuser, now):
        emptied(rich)
        name = next(name for name in files if name.endswith(".png"))
        with pytest.raises(BadFile, match="another one than its name says"):
            bring({**files, name: picture("red")}, programme_page, superuser, now)
        svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
        other = f"media/{hashlib.sha256(svg).hexdigest()}.svg"
        swapped = {key: text.replace(name[6:].encode(), other[6:].encode()) for key, text in files.items()}
        with pytest.raises(BadFile, match="media/"):
            bring({**swapped, other: svg}, programme_page, superuser, now)
