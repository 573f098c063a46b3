"""The bank: nested categories, whose questions they are, where they are used, copies, archive,
and what may not be deleted.
"""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Revision
from wagtail_localize.models import Translation, TranslationSource

from assessments.questions.bank import services
from assessments.questions.bank.usage import answered_by, released_keys, uses
from assessments.questions.models import Category, Objective, Question
from lms.learning.progress.models import Enrolment
from tests.builders import complete, make_question

NAMES = "wagtailsnippets_questions_question"
BULK = "wagtail_bulk_action"


@pytest.fixture
def tree(bank):
    """Bank › Elements › Means, and Law beside it."""
    elements = Category.objects.create(name="Elements", parent=bank)
    return {
        "bank": bank,
        "elements": elements,
        "means": Category.objects.create(name="Means", parent=elements),
        "law": Category.objects.create(name="Law"),
    }


def url(name, *args):
    return reverse(f"{NAMES}:{name}", args=args)


class TestCategories:
    def test_hold_what_lies_below_them(self, tree):
        question = make_question(tree["means"], "Which means?")

        assert list(Question.objects.within(tree["bank"])) == [question]
        assert not Question.objects.within(tree["law"]).exists()

    def test_move_with_all_below_them(self, tree):
        question = make_question(tree["means"], "Which means?")

        services.move(category=tree["elements"], parent=tree["law"])

        assert list(Question.objects.within(Category.objects.get(name="Law"))) == [question]
        assert not Question.objects.within(Category.objects.get(name="Bank")).exists()
        assert [(node.depth, node.full_name) for node in Category.objects.in_order()][1:] == [
            (0, "Law"),
            (1, "Law › Elements"),
            (2, "Law › Elements › Means"),
        ]

    def test_cannot_stand_below_themselves(self, tree):
        tree["bank"].parent = tree["means"]
        with pytest.raises(ValidationError):
            tree["bank"].full_clean()
        with pytest.raises(ValueError):
            services.move(category=tree["bank"], parent=tree["means"])

    @pytest.mark.parametrize(("name", "below"), [("ELEMENTS", "bank"), ("law", None)])
    def test_have_one_name_below_one_parent(self, tree, name, below):
        with pytest.raises(IntegrityError), transaction.atomic():
            Category.objects.create(name=name, parent=tree[below] if below else None)

    def test_are_chosen_and_listed_as_a_tree_with_the_way_to_their_questions(self, as_, editor, tree):
        assert "\u2003\u2003Means</option>" in as_(editor).get(url("add")).content.decode()
        page = as_(editor).get(reverse("wagtailsnippets_questions_category:list")).content.decode()
        assert "\u2003\u2003Means" in page
        assert f"{url('list')}?category={tree['means'].pk}" in page

    @pytest.mark.parametrize("typed", ["መሰረት", "መሠ", "2"])
    def test_are_found_in_each_spelling(self, as_, editor, tree, typed):
        Category.objects.create(name="መሠረት ٢")
        Objective.objects.create(name="መሠረት ٢")
        for kind in ("category", "objective"):
            address = reverse(f"wagtailsnippets_questions_{kind}:list_results")
            page = as_(editor).get(address, {"q": typed}).content.decode()
            assert "መሠረት ٢" in page and "Means" not in page

    def test_are_moved_in_the_admin(self, as_, editor, tree):
        edit = reverse("wagtailsnippets_questions_category:edit", args=[tree["elements"].pk])
        response = as_(editor).post(edit, {"name": "Three elements", "parent": tree["law"].pk})

        assert response.status_code == 302
        means = Category.objects.get(name="Means")
        assert means.path.startswith(Category.objects.get(name="Law").path)
        assert Category.objects.get(pk=tree["elements"].pk).folded == "three elements"


@pytest.fixture
def others(neighbour, neighbour_academy, bank):
    """A question of the neighbour academy, and its editor."""
    neighbour.groups.add(Group.objects.get(name="Editors"))
    question = make_question(bank, "Only for the neighbour?")
    question.owner = neighbour_academy
    question.save()
    question.save_revision()
    return question


class TestWhoseTheyAre:
    def test_shared_ones_and_those_above_and_below_are_seen(
        self, editor, halima, neighbour, ugandan_coordinator, superuser, bank, academy, kenya, others
    ):
        rows = {name: make_question(bank, f"{name}?") for name in ("shared", "academy", "country")}
        for name, owner in (("academy", academy), ("country", kenya)):
            rows[name].owner = owner
            rows[name].save()

        def seen(person):
            return {str(question).rstrip("?") for question in Question.objects.visible_to(person)}

        assert seen(editor) == {"shared", "academy", "country"}
        assert seen(neighbour) == {"shared", "country", "Only for the neighbour"}
        assert seen(halima) == seen(superuser) == {"shared", "academy", "country", "Only for the neighbour"}
        assert seen(ugandan_coordinator) == {"shared"}

    def test_nor_in_lists_choosers_exports_or_bulk_actions(self, as_, editor, neighbour, others):
        revision = others.latest_revision
        bulk = reverse(BULK, args=["questions", "question", "archive"])
        chooser = "wagtailsnippetchoosers_questions_question"
        for address in (
            url("list"),
            url("list_results"),
            reverse(f"{chooser}:choose"),
            reverse(f"{chooser}:choose_results"),
            f"{bulk}?id={others.pk}",
            f"{bulk}?id=all",
            reverse("questions_export") + "?format=gift",
            reverse("questions_export_file", args=["gift"]),
            reverse("questions_try", args=[others.pk]),
            reverse(f"{chooser}:chosen", args=[others.pk]),
            reverse(f"{chooser}:chosen_multiple") + f"?id={others.pk}",
            url("revisions_view", others.pk, revision.pk),
            url("revisions_revert", others.pk, revision.pk),
            url("revisions_compare", others.pk, "earliest", "latest"),
        ):
            assert "Only for the neighbour" not in as_(editor).get(address, follow=True).content.decode(), address
        assert "Only for the neighbour" in as_(neighbour).get(url("list")).content.decode()
        as_(editor).post(f"{bulk}?id={others.pk}")
        others.refresh_from_db()
        assert not others.archived

    def test_an_editor_gives_questions_to_institutions_of_their_own_only(
        self, as_, editor, others, academy, neighbour_academy
    ):
        page = as_(editor).get(url("add")).content.decode()

        assert academy.name in page and neighbour_academy.name not in page


class TestUse:
    def test_names_the_quizzes_and_counts_who_answered(self, as_, superuser, enrolment, now):
        complete(enrolment, now=now)
        attempt = Enrolment.objects.get().attempts.get(kind="quiz")
        question = Question.objects.get(translation_key=attempt.form["items"][0]["id"])

        page = as_(superuser).get(url("usage", question.pk)).content.decode()

        assert answered_by(question.translation_key) == 1
        assert "1 person met it" in page, page[page.find("<h2>") :][:800]
        assert [use.title for use in uses.of([question])[question.translation_key]] == ["Quiz"]
        assert Question.objects.filter(uses.phrase()).count() == 6

    def test_a_version_in_use_is_not_deleted_and_the_editor_reads_why(self, as_, superuser, course):
        question = Question.objects.first()
        assert released_keys([question.translation_key]) == {question.translation_key}
        for address in (
            url("delete", question.pk),
            reverse(BULK, args=["questions", "question", "delete"]) + f"?id={question.pk}&next=/admin/",
        ):
            response = as_(superuser).post(address, follow=True)
            assert "was released to learners" in response.content.decode()
        assert Question.objects.filter(pk=question.pk).exists()

    def test_one_that_nobody_met_is_deleted(self, as_, reviewer, bank):
        question = make_question(bank, "Never asked?")

        as_(reviewer).post(url("delete", question.pk))

        assert not Question.objects.exists()

    def test_asks_the_same_for_many_as_for_few(self, course):
        questions = list(Question.objects.all())
        counts = []
        for some in (questions[:1], questions):
            with CaptureQueriesContext(connection) as queries:
                services.holds(some)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestArchive:
    def test_of_several_makes_a_revision_of_each(self, as_, reviewer, bank):
        rows = [make_question(bank, f"{number}?") for number in range(2)]
        query = "?" + "&".join(f"id={row.pk}" for row in rows)

        as_(reviewer).post(reverse(BULK, args=["questions", "question", "archive"]) + query)
        assert Question.objects.usable().count() == 0
        as_(reviewer).post(reverse(BULK, args=["questions", "question", "restore"]) + query)

        assert Question.objects.usable().count() == 2
        assert Revision.objects.for_instance(rows[0]).count() == 2


class TestFilters:
    def test_narrow_by_category_with_what_is_below_tag_objective_owner_and_use(self, as_, editor, tree, academy):
        objective = Objective.objects.create(name="Tell the means")
        inside, outside = make_question(tree["means"], "Inside?"), make_question(tree["law"], "Outside?")
        inside.tags.add("core")
        inside.objective, inside.owner = objective, academy
        inside.save()
        tag = inside.tags.get()
        for query in (
            {"category": tree["bank"].pk},
            {"tag": tag.pk},
            {"objective": objective.pk},
            {"owner": academy.pk},
            {"q": "Inside"},
        ):
            page = as_(editor).get(url("list"), query).content.decode()
            assert "Inside?" in page and "Outside?" not in page, query
        assert outside.pk
        assert "Inside?" not in as_(editor).get(url("list"), {"used": "yes"}).content.decode()

    def test_the_list_says_in_which_languages_a_question_is(self, as_, superuser, bank):
        question = make_question(bank, "Which?")
        question.tags.add("core")
        question.save()
        french = Locale.objects.create(language_code="fr")
        source, _made = TranslationSource.update_or_create_from_instance(question)
        Translation.objects.create(source=source, target_locale=french).save_target(publish=True)

        translated = Question.objects.get(locale=french)
        assert {tag.name for tag in translated.tags.all()} == {"core"}
        assert "en, fr" in as_(superuser).get(url("list")).content.decode()
