"""Progress over time: the numbers of each month, and the share of all that was completed by its end."""

import pytest

PAGE = "/reports/more/progress/"


def rows(client, query: str = "") -> dict[str, list[str]]:
    page = client.get(f"{PAGE}?{query}")
    assert page.status_code == 200, page.content.decode()
    return {row[0].text: [cell.text.replace("\xa0", " ") for cell in row[1:]] for row in page.context["table"].rows}


EXPECTED = {
    "August 2026": ["4", "2", "1", "1", "25 %"],
    "September 2026": ["1", "1", "1", "2", "40 %"],
    "October 2026": ["0", "1", "1", "3", "60 %"],
    "November 2026": ["3", "2", "1", "4", "50 %"],
}


@pytest.mark.parametrize("from_sums", [True, False])
def test_each_month_has_its_numbers_and_the_share_completed_by_its_end(world, as_, halima, course, from_sums):
    assert rows(as_(halima), "" if from_sums else f"course={course.slug}") == EXPECTED


def test_what_came_before_the_period_counts_to_the_share(world, as_, halima):
    found = rows(as_(halima), "from=2026-09-01&to=2026-10-31")
    assert found == {month: EXPECTED[month] for month in ("September 2026", "October 2026")}
    assert rows(as_(halima), "from=2027-01-01") == {}


def test_each_number_opens_as_many_lines(world, as_, halima):
    client = as_(halima)
    for row in client.get(PAGE).context["table"].rows:
        for cell in row[1:-1]:
            assert bool(cell.url) == (cell.text != "0")
            if cell.url:
                assert str(client.get(cell.url).context["page"].paginator.count) == cell.text, (row[0].text, cell)


def test_the_chart_says_its_first_and_last_share(world, as_, halima, amina):
    page = as_(halima).get(PAGE)
    assert page.context["rates"].words.replace("\xa0", " ") == (
        "25 % completed by the end of August 2026, 50 % by the end of November 2026."
    )
    assert len(page.context["rates"].drawing.lines[0][1]) == 4
    assert as_(halima).get(f"{PAGE}?to=2026-08-31").context["rates"] is None


def test_it_costs_the_same_statements_in_any_number_of_rows(world, as_, halima, django_assert_max_num_queries):
    client = as_(halima)
    with django_assert_max_num_queries(5):
        client.get(PAGE)
    with django_assert_max_num_queries(5):
        client.get(f"{PAGE}?sex=F&from=2026-09-01&rank=cadet")
