"""Institutions are offered as a tree, wherever they are chosen, of those that somebody may choose alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from lms.people.administration.records.services import create_institution
from lms.people.directory.choices import Kind, Role
from lms.people.directory.institutions import Institution
from lms.people.directory.tree import in_order, indented
from tests.conftest import make_person

DEEPER = "\u2003"


@pytest.fixture
def tree(academy, neighbour_academy, ugandan_academy):
    """Two countries below a region; below one of their academies a unit."""
    return create_institution(name="A unit", kind=Kind.UNIT, parent=neighbour_academy)


def labels(field) -> list[str]:
    return [str(label) for _value, label in field.choices if not str(label).startswith("---")]


def test_each_stands_below_what_it_belongs_to_and_beside_the_others_by_name(tree):
    assert [(row.name, depth) for row, depth in in_order(Institution.objects.order_by("-pk"))] == [
        ("East Africa", 0),
        ("Kenya", 1),
        ("Mlima Police Academy", 2),
        ("Pwani Training Campus", 2),
        ("A unit", 3),
        ("Uganda", 1),
        ("Ziwa Police School", 2),
    ]


def test_what_is_not_offered_indents_nothing(tree, kenya, region):
    offered = Institution.objects.exclude(pk__in=[region.pk, kenya.pk]).filter(country__in=["", "KE"])
    assert [(row.name, depth) for row, depth in in_order(offered)] == [
        ("Mlima Police Academy", 0),
        ("Pwani Training Campus", 0),
        ("A unit", 1),
    ]


def test_names_are_in_the_reader_s_language(kenya, region):
    Institution.objects.filter(pk=kenya.pk).update(names={"sw": "Jamhuri ya Kenya"})
    with override("sw"):
        assert indented(Institution.objects.all()) == [
            (str(region.pk), "East Africa"),
            (str(kenya.pk), f"{DEEPER}Jamhuri ya Kenya"),
        ]


@pytest.mark.parametrize(
    ("name", "field"),
    [(name, "institution") for name in ("academy:person-add", "academy:cohort-add")] + [("academy:found", "parent")],
)
def test_the_forms_of_people_institutions_and_cohorts(tree, superuser, as_, name, field):
    offered = labels(as_(superuser).get(reverse(name)).context["form"].fields[field])
    expected = ["East Africa", f"{DEEPER}Kenya", f"{DEEPER * 2}Mlima Police Academy"]
    expected.append(f"{DEEPER * 2}Pwani Training Campus")
    assert offered[:4] == (["–", *expected[:2], f"{DEEPER}Uganda"] if field == "parent" else expected)


def test_the_form_of_roles_and_the_filter_of_people(tree, superuser, as_, wanjiru):
    for address in (reverse("academy:person", args=[wanjiru.pk]), reverse("academy:people")):
        page = as_(superuser).get(address).content.decode()
        assert f">{DEEPER}Kenya</option>" in page and f">{DEEPER * 3}A unit</option>" in page


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("wagtailsnippets_questions_question:add", []),
        ("wagtailsnippets_questions_question:list", []),
        ("questions_imports", []),
    ],
)
def test_the_owners_of_questions(tree, superuser, as_, name, args):
    page = as_(superuser).get(reverse(name, args=args)).content.decode()
    assert f">{DEEPER}Kenya</option>" in page
    assert name != "wagtailsnippets_questions_question:list" or "Shared with all" in page


def test_those_whose_questions_a_quiz_may_draw(tree, course_page, superuser, as_):
    quiz = course_page.get_children().last()
    page = as_(superuser).get(reverse("wagtailadmin_pages:edit", args=[quiz.pk])).content.decode()
    assert f">{DEEPER}Kenya</option>" in page


def test_those_by_which_the_gain_between_two_tests_is_narrowed(tree, halima, as_):
    page = as_(halima).get("/reports/more/quiz_gain/").content.decode()
    assert f">{DEEPER}Mlima Police Academy</option>" in page and f">{DEEPER * 2}A unit</option>" in page


def test_whoever_administers_one_is_offered_that_alone(tree, neighbour_academy, as_):
    person = make_person("KE-540", "Wambui", neighbour_academy, Role.ADMINISTRATOR)
    for name in ("academy:person-add", "academy:cohort-add"):
        assert labels(as_(person).get(reverse(name)).context["form"].fields["institution"]) == [
            "Pwani Training Campus",
            f"{DEEPER}A unit",
        ]


def test_costs_one_statement_however_many_there_are(tree):
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            indented(Institution.objects.all())
        return len(captured)

    few = statements()
    for number in range(5):
        create_institution(name=f"Unit {number}", kind=Kind.UNIT, parent=tree)
    assert statements() == few == 1
