"""A course that leaves as files and comes back as pages: whole, with the rights of the person who brings it."""

import hashlib

import pytest
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import GroupPagePermission, Page
from wagtailmedia.models import get_media_model

from assessments.questions.models import Category, Objective, Question
from assessments.quiz.models import QuizPage
from courses.access.owned_files import collection_of
from courses.models import CoursePage, LessonPage, Provision, Release, Term
from home.curriculum.schema import BadFile
from home.curriculum.writing import NotAllowed
from home.exchange import packing
from home.exchange.exporting import NotYours, export_course
from home.exchange.importing import import_course
from home.exchange.toml import written

from .whole_course import IDS, picture, rich, shown  # noqa: F401  fixtures


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
        assert b'kind = "gone_hours"' in files["en.toml"] and b"hours = 3" in files["en.toml"]
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
