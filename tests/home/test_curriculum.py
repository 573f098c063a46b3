"""The core curriculum on a site: loaded through Wagtail, once, in every language,
and never over what people wrote themselves.
"""

from collections import defaultdict
from datetime import timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Revision, Site

from assessments.questions.models import Objective, Question
from assessments.quiz.models import QuizPage
from courses.models import Course, CoursePage, LessonPage, Programme, Provision, Release, StaleCourse
from home.curriculum import blocks, files, schema
from home.curriculum.services import load
from home.demo.replies import reply
from home.models import HomePage
from tests.releasing import publisher

from .loaded import change, contents, in_english_alone, loaded_courses

DRAWS = f"draws = {files.course('tip-1').source['quiz']['draws']}"
NOTE = 'content_note = "This case mentions confinement and threats against a family."'
OTHER = r"(ar|fr)\.toml, line \d+: .*source"


@pytest.mark.once
class TestFiles:
    @pytest.mark.parametrize("key", files.site()["courses"])
    def test_every_course_is_whole(self, key):
        course = files.course(key)
        keys = files.provisions()
        for version in course.versions.values():
            lessons, quiz, exercise = version.get("lessons", []), version.get("quiz"), version.get("exercise", {})
            parts = [*lessons, *([quiz] if quiz else []), *([exercise] if exercise.get("required") else [])]
            parts += [part for kind in ("tests", "checklists", "cases") for part in version.get(kind, [])]
            assert sum(part["minutes"] for part in parts) == version["minutes"]
            cited = [key for lesson in lessons for block in lesson["blocks"] for key in block.get("provisions", [])]
            assert set(cited) <= set(keys)
            for question in quiz["questions"] if quiz and not quiz.get("sealed") else ():
                assert all(option["feedback"] for option in question.get("options", []))
            for question in exercise.get("questions", []):
                assert question["feedback"] and question["hints"]

    def test_a_block_that_is_put_in_with_a_key_leaves_the_others_their_names(self):
        lesson = files.course("som-2").source["lessons"][0]
        before = blocks.body("som-2", lesson, defaultdict(int))
        put_in = {"type": "heading", "text": "Put in later", "key": "put-in-later"}
        after = blocks.body(
            "som-2", lesson | {"blocks": [*lesson["blocks"][:3], put_in, *lesson["blocks"][3:]]}, defaultdict(int)
        )
        assert [block["id"] for block in after[:3] + after[4:]] == [block["id"] for block in before]
        assert after[3]["id"] not in {block["id"] for block in before}

    @pytest.mark.parametrize(
        ("drawn", "said"),
        [
            ("draws = [1, 1]", "a number for each of the 6 objectives"),
            ("draw = 8", "nobody knows “draw” here; do you mean “draws”"),
            ("draws = [1, 1, 2, 2, 1, 99]", "draws 99 questions for objective 6, for which it has"),
            ("draws = [1, 0, 2, 2, 1, 1]", "draws 0 questions for objective 2"),
        ],
    )
    def test_draws_that_the_bank_does_not_have_are_refused(self, folder, drawn, said):
        change(folder, DRAWS, drawn)
        with pytest.raises(schema.BadFile, match=rf"tip-1/en\.toml, line \d+: .*{said}"):
            files.course("tip-1", folder)

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("distressing = true", "distressing = false", OTHER),
            (DRAWS, "draws = [1, 1, 1, 1, 1, 1]", OTHER),
            ("retired = [", 'retired = ["tip-1-q01", ', "asked and retired at once: tip-1-q01"),
            (NOTE, "", "is distressing and lacks content_note"),
        ],
        ids=["a translation with other blocks", "one with other draws", "asked and retired", "distressing"],
    )
    def test_a_file_that_contradicts_itself_or_its_source_is_refused(self, folder, old, new, said):
        change(folder, old, new)
        with pytest.raises(schema.BadFile, match=said):
            files.course("tip-1", folder)

    def test_a_file_that_is_no_toml_is_named(self, folder):
        (folder / "tip-1" / "en.toml").write_text("key = ")
        with pytest.raises(schema.BadFile, match=r"tip-1/en\.toml"):
            files.course("tip-1", folder)


class TestLoading:
    def test_publishing_made_one_release_in_three_languages(self, loaded):
        outline = loaded.release.outline
        assert (loaded.release.number, loaded.releases.count()) == ("1.0", 1)
        assert set(outline.languages) == {"en", "fr", "ar"}
        assert [(entry.kind, entry.required) for entry in outline.activities] == [("lesson", True)] * 5 + [
            ("quiz", False),
            ("scenario", False),
            ("quiz", True),
        ]
        assert {"en", "fr", "ar", "en-KE", "fr-DJ"} <= {code for entry in outline.activities for code in entry.contents}
        assert Programme.objects.get(pk=files.named("programme", "core")).courses == [str(loaded.pk)]

    def test_translations_are_siblings_with_the_same_block_ids(self, loaded):
        key = files.named("lesson", "the-act")
        bodies = [[block.id for block in page.body] for page in LessonPage.objects.filter(translation_key=key)]
        assert len(bodies) == 3
        assert bodies[0] == bodies[1] == bodies[2]

    def test_a_question_is_one_question_in_every_language(self, loaded):
        versions = Question.objects.filter(translation_key=files.named("question", "tip-1-q01"))
        ids = {tuple(option["id"] for option in question.written()["options"]) for question in versions}
        assert (versions.count(), len(ids)) == (3, 1)

    def test_no_law_is_said_to_be_checked(self, loaded):
        assert Provision.objects.count() > 5
        assert not Provision.objects.exclude(checked_on=None).exists()

    def test_again_writes_nothing(self, loaded, now, folder):
        before = Revision.objects.count()
        ledger = contents(now + timedelta(days=1), folder)
        assert (ledger.written, ledger.left) == ([], [])
        assert (Revision.objects.count(), loaded.releases.count()) == (before, 1)

    def test_a_changed_file_is_released_as_a_correction(self, loaded, now, folder):
        change(folder, "Peter, 34, keeps goats", "Peter, 35, keeps goats")
        ledger = contents(now + timedelta(days=1), folder)
        loaded.refresh_from_db()
        assert len(ledger.written) == 1
        assert loaded.release.number == "1.1"
        assert loaded.release.why

    def test_what_an_editor_wrote_is_left_and_named(self, loaded, now, folder, superuser):
        page = CoursePage.objects.get(slug="what-trafficking-is", locale__language_code="en")
        page.title = "Our own title"
        page.save_revision(user=superuser).publish()
        ledger = contents(now, folder)
        page.refresh_from_db()
        assert page.title == "Our own title"
        assert ledger.left == ["Our own title"]

        contents(now, folder, overwrite=True)
        page.refresh_from_db()
        assert page.title == "What trafficking in persons is"

    def test_a_provision_that_a_lawyer_checked_is_left(self, loaded, now, folder):
        Provision.objects.filter(key="tip-protocol-3").update(
            provision="article 3", checked_on=now.date(), checked_by="A lawyer"
        )
        ledger = contents(now, folder)
        assert Provision.objects.get(key="tip-protocol-3").provision == "article 3"
        assert len(ledger.left) == 1

    def test_a_bad_file_leaves_the_course_as_it_was(self, loaded, now, folder):
        change(folder, "Peter, 34, keeps goats", "Peter, 35, keeps goats")
        change(folder, 'provisions = ["tip-protocol-3', 'provisions = ["no-such-law", "tip-protocol-3')
        with pytest.raises(schema.BadFile, match="no-such-law"):
            contents(now, folder)
        loaded.refresh_from_db()
        assert loaded.release.number == "1.0"

    def test_the_home_page_of_a_site_is_kept(self, site, now, folder):
        in_english_alone(folder / "tip-1")
        contents(now, folder)
        assert Site.objects.get(is_default_site=True).root_page_id == site.pk
        assert HomePage.objects.filter(translation_key=site.translation_key).count() == 3

    def test_an_unknown_course_is_refused_with_the_known_ones(self, db):
        with pytest.raises(CommandError, match="tip-1, som-2, "):
            call_command("load_curriculum", course=["tip-99"])


class TestTheCommand:
    def test_lets_the_courses_wait_where_nobody_is_named_and_releases_them_by_whoever_is(self, superuser, capsys):
        call_command("load_curriculum", course=["som-2"])

        assert "when somebody releases the courses in the admin" in capsys.readouterr().out
        assert StaleCourse.objects.exists()
        assert not Release.objects.exists()

        call_command("load_curriculum", course=["som-2"], by=superuser.service_number.swapcase())

        made = Release.objects.get()
        assert (made.made_by, made.why) == (superuser, "First edition of the core curriculum.")

    def test_refuses_a_name_that_may_not_publish(self, wanjiru):
        for number, sentence in (("KE-0", "can sign in"), (wanjiru.service_number, "may not publish")):
            with pytest.raises(CommandError, match=sentence):
                call_command("load_curriculum", course=["som-2"], by=number)


class TestExercise:
    @pytest.fixture
    def outline(self, db, now):
        loaded_courses("som-2", "tip-6", now=now)
        return Course.objects.get(pk=files.named("course", "som-2")).release.outline

    def test_stands_before_the_quiz_and_nobody_has_to_do_it(self, outline):
        exercise, scenario, quiz = outline.activities[-3:]
        assert (exercise.slug, exercise.required) == ("exercise-smuggling-and-trafficking", False)
        assert not scenario.required and quiz.required

    def test_asks_its_questions_in_the_order_of_the_file_as_often_as_wanted(self, outline):
        page = QuizPage.objects.get(slug="exercise-smuggling-and-trafficking", locale__language_code="en")
        kinds = dict(page.draws.values_list("sort_order", "question__kind"))
        assert [kinds[place] for place in range(1, 7)] == [
            "gapfill",
            "shorttext",
            "classification",
            "matching",
            "numerical",
            "ordering",
        ]
        assert (page.attempts, page.shuffle, page.behaviour) == (0, False, "immediate")

    def test_its_questions_are_not_drawn_by_the_quiz(self, outline):
        quiz = QuizPage.objects.get(slug="quiz-smuggling-and-trafficking", locale__language_code="en")
        for row in quiz.draws.all():
            assert Question.objects.filter(row.phrase()).exists()
            assert not Question.objects.filter(row.phrase(), tags__name="exercise").exists()

    def test_every_question_of_the_files_has_the_objective_of_its_course(self, outline):
        sentences = {sentence for key in ("som-2", "tip-6") for sentence in files.course(key).source["objectives"]}
        assert not Question.objects.filter(objective=None).exists()
        assert set(Objective.objects.values_list("name", flat=True)) == sentences

    def test_the_demo_school_knows_a_right_and_a_wrong_reply_to_each_question(self, outline):
        marked = set()
        for question in Question.objects.filter(tags__name="exercise"):
            parts = question.type.split(question.written())
            order = question.type.order(parts.shown, chance=None)
            item = {"id": "q1", "kind": question.kind, "order": order, "key": parts.key}
            for seed in range(10):
                right, wrong = (
                    question.type.read(reply(item, knows=knows, chance=Random(seed)), order=order)
                    for knows in (True, False)
                )
                assert right
                assert wrong
                if not question.type.by_people:
                    assert question.type.mark(parts.key, right) == 1, question
                    marked.add((question.kind, question.type.mark(parts.key, wrong) < 1))
        assert {kind for kind, less in marked if less} == {
            "classification",
            "gapfill",
            "matching",
            "numerical",
            "ordering",
            "shorttext",
        }

    def test_a_body_that_its_type_cannot_use_is_named(self, db, now, folder):
        for file in (folder / "som-2").glob("??.toml"):
            file.write_text(
                file.read_text(encoding="utf-8").replace('kind = "ordering"', 'kind = "riddle"'), encoding="utf-8"
            )
        with pytest.raises(schema.BadFile, match=r"som-2-e06.*riddle"):
            load(now=now, only=["som-2"], folder=folder)


class TestFirstPage:
    @pytest.mark.parametrize(
        ("language", "marks"), [("fr", ['lang="fr"', "Ce qu’est la traite des personnes"]), ("ar", ['dir="rtl"'])]
    )
    def test_shows_the_programme_in_the_readers_language(self, loaded, client, language, marks):
        client.cookies["django_language"] = language
        page = client.get("/").content.decode()
        assert all(mark in page for mark in marks)

    def test_a_page_that_is_not_translated_yet_is_shown_in_the_source_language(self, db, now, client, folder):
        in_english_alone(folder / "som-2")
        load(now=now, by=publisher(), only=["som-2"], folder=folder)
        client.cookies["django_language"] = "fr"
        assert client.get("/core/smuggling-and-trafficking/").status_code == 200
