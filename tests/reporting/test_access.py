"""Who sees reports, and what never shows in them."""

import re
from html import unescape

import pytest

from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people
from lms.people.directory.choices import Role

PAGES = [
    "/reports/",
    "/reports/completion/",
    "/reports/completion/csv/",
    "/reports/completion/xlsx/",
    "/reports/completion/list/",
    "/reports/completion/list/csv/",
    "/reports/completion/list/xlsx/",
]


def body(response) -> str:
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode(errors="replace")


@pytest.mark.parametrize("address", PAGES)
class TestEveryPage:
    def test_shows_nothing_of_another_country(self, as_, world, halima, ugandan_coordinator, address):
        kenyan, ugandan = as_(halima), as_(ugandan_coordinator)
        for by in ("institution", "course", "cohort", "sex", "month"):
            asked = {} if "list" in address else {"by": by}
            seen = body(kenyan.get(address, asked))
            assert not any(name in seen for name in ("Ziwa", "Secret intake", "Uganda", "Person U"))
            seen = body(ugandan.get(address, asked))
            assert not any(name in seen for name in ("Mlima", "Intake A", "Kenya", "Person M"))

    def test_does_not_know_what_is_another_country_s(self, as_, world, halima, ugandan_academy, uganda, address):
        client = as_(halima)
        for params in (
            {"institution": ugandan_academy.pk},
            {"institution": f"{ugandan_academy.pk}-own"},
            {"institution": uganda.pk},
            {"cohort": world.cohorts["ziwa"].pk},
            {"institution": 999_999},
            {"cohort": 10**30},
        ):
            assert client.get(address, params).status_code == 404

    def test_takes_every_choice_that_is_drawn(self, as_, world, halima, address):
        client = as_(halima)
        page = client.get("/reports/completion/").content.decode()
        lists = re.findall(r'<select name="(\w+)">(.*?)</select>', page)
        assert [name for name, _ in lists] == [
            "by",
            "programme",
            "course",
            "institution",
            "cohort",
            "sex",
            "rank",
            "only",
        ]
        for name, options in lists:
            if "list" in address and name in ("by", "only"):
                continue  # has no such parameter
            for value in re.findall(r'<option value="([^"]*)"', options):
                assert client.get(address, {name: value}).status_code == 200, (name, value)

    def test_says_what_is_wrong_with_the_question(self, as_, world, halima, address):
        client = as_(halima)
        for params in (
            {"by": "weather"},
            {"rank": "wizard"},
            {"from": "yesterday"},
            {"to": "2026-02-30"},
            {"from": "0001-01-01"},
            {"from": "2026-12-01", "to": "2026-01-01"},
            {"institution": "mlima"},
            {"institution": "-own"},
            {"institution": "٣"},
            {"cohort": "1' OR 1=1"},
            {"course": "no-such"},
            {"programme": "\x00"},
            {"sex": "x"},
            {"state": "asleep"},
            {"only": "all"},
            {"instituton": "1"},
            {"from": "9999-12-31"},
        ):
            response = client.get(address, params)
            assert response.status_code == 400, params
            assert "Please correct this first" in response.content.decode()


def test_a_question_is_given_back_escaped(as_, halima):
    page = as_(halima).get("/reports/", {"by": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_a_file_of_another_kind_is_not_there(as_, world, halima):
    assert as_(halima).get("/reports/completion/pdf/").status_code == 404
    assert as_(halima).get("/reports/completion/list/pdf/").status_code == 404


def test_a_cohort_of_another_country_stays_unnamed_beside_a_visible_enrolment(as_, world, halima):
    """A Kenyan officer who sits in a Ugandan cohort is seen, the cohort is not."""
    ugandan = Assignment.objects.get(cohort=world.cohorts["ziwa"])
    Enrolment.objects.filter(pk=world["M3"].pk).update(assignment=ugandan)
    client = as_(halima)
    for address in (
        "/reports/completion/?by=cohort",
        "/reports/completion/list/",
        "/reports/completion/list/csv/",
        "/reports/",
    ):
        assert "Secret" not in body(client.get(address))
    assert client.get("/reports/completion/list/?cohort=none").context["page"].paginator.count == 5


def test_coordinates_one_academy_and_teaches_at_another_but_reports_only_on_the_first(
    as_, world, omar, neighbour_academy
):
    people.appoint(user=omar, institution=neighbour_academy, role=Role.COORDINATOR)
    seen = body(as_(omar).get("/reports/completion/"))
    assert "Pwani" in seen and "Mlima" not in seen.split("<main", 1)[1]


def test_the_bar_leads_a_coordinator_to_overview_and_reports(as_, world, halima):
    page = as_(halima).get("/reports/completion/").content.decode()
    assert '<a href="/reports/"' in page and '<a href="/reports/completion/" aria-current="page">' in page


class TestEmptyPages:
    @pytest.mark.parametrize(
        "address", ["/reports/", "/reports/completion/?by=course", "/reports/completion/list/?state=overdue"]
    )
    def test_under_filters_lead_out_of_them_and_offer_no_file(self, as_, world, halima, address):
        client = as_(halima)
        asked = client.get(f"{address}{'&' if '?' in address else '?'}from=2030-01-01&sex=F")
        page = asked.content.decode()
        assert "Show it without filters" in page and "/csv/" not in page
        without = client.get(asked.context["path"])
        assert without.context["table"].rows and without.context["filters"].params.keys() <= {"by", "state"}

    def test_without_any_filter_lead_to_where_courses_are_assigned(self, as_, halima, abdi, academy, superuser):
        """Whoever may assign is led there, who may not to the cohorts."""
        people.appoint(user=abdi, institution=academy, role=Role.ADMINISTRATOR)
        for person, place in ((abdi, "/teach/assign/"), (halima, "/teach/")):
            page = as_(person).get("/reports/").content.decode()
            assert f'<a class="button" href="{place}">' in page
        assert 'class="empty"' in as_(superuser).get("/reports/").content.decode()


class TestFoldedFilters:
    def test_say_which_are_set(self, as_, world, halima, academy):
        client = as_(halima)
        folded = summary_of(client.get("/reports/").content.decode())
        assert folded == "Filters: none set"
        folded = summary_of(
            client.get(
                f"/reports/completion/?institution={academy.pk}&sex=F&by=course&from=2026-01-01"
            ).content.decode()
        )
        assert folded.startswith("Filters: 4 set ")
        for words in ("Period: since 1 January 2026", "By: Course", "Institution: Mlima Police Academy", "Sex: women"):
            assert words in folded

    def test_hold_the_form_and_stay_in_the_address(self, as_, world, halima, academy):
        page = as_(halima).get(f"/reports/?institution={academy.pk}").content.decode()
        folded = page.split('<details class="asked', 1)[1].split("</details>")[0]
        assert '<form class="filters" method="get"' in folded and f'<option value="{academy.pk}" selected>' in folded


def summary_of(page: str) -> str:
    return " ".join(
        unescape(
            re.sub("<[^>]+>", "", page.split('class="asked', 1)[1].split("<summary>", 1)[1].split("</summary>")[0])
        ).split()
    )
