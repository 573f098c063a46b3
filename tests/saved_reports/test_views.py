"""Views of reports under a name: one's own, shared, changed, ended, and asked anew by whoever opens them."""

import pytest

from lms.desks.saved_reports.models import SavedView
from tests.conftest import make_person

from .conftest import COMPLETION, keep, save_view

pytestmark = pytest.mark.django_db
PAGE = "/reports/saved/"


@pytest.fixture
def shared(world, as_, halima, kenya) -> SavedView:
    """Halima's view of Mlima by sex, shared with the administrators of Kenya and below."""
    place = world["M1"].institution_id
    save_view(as_(halima), f"{COMPLETION}?by=sex&institution={place}", "Mlima", f"administrator-{kenya.pk}")
    return SavedView.objects.get()


def names(client) -> list[str]:
    return [view.name for view, _own, _words in client.get(PAGE).context["views"]]


def test_is_kept_with_its_filters_and_leads_back_to_the_report(world, as_, halima):
    client = as_(halima)
    answer = save_view(client, f"{COMPLETION}?by=sex&from=2026-08-01&page=2", "By sex")
    assert answer.status_code == 302
    [[view, own, words]] = client.get(PAGE).context["views"]
    assert (view.name, own, words["title"], words["problems"]) == ("By sex", True, "Completion by sex", [])
    assert words["chosen"] == ["Period: since 1 August 2026"]
    assert client.get(f"{PAGE}{view.pk}/").url == f"{COMPLETION}?by=sex&from=2026-08-01"


def test_a_shared_view_is_there_for_the_role_at_the_place_and_below_alone(shared, as_, amina, above, omar, stranger):
    ugandan = make_person("UG-9", "Administrator of Ziwa", stranger.institution, "administrator")
    assert names(as_(amina)) == names(as_(above)) == ["Mlima"]
    assert names(as_(ugandan)) == []
    assert as_(omar).get(PAGE).status_code == 404
    assert as_(ugandan).get(f"{PAGE}{shared.pk}/").status_code == 404


def test_sharing_gives_no_rights(shared, as_, beside):
    """The administrator of Pwani has the view, and sees nothing of Mlima."""
    client = as_(beside)
    [[_view, own, words]] = client.get(PAGE).context["views"]
    assert (own, words["problems"]) == (False, ["You may not open this report, or a part of it."])
    page = client.get(f"{PAGE}{shared.pk}/")
    assert page.status_code == 200
    assert "Person M1" not in page.content.decode()
    assert page.context["again"] == COMPLETION
    assert client.get(shared.named.url).status_code == 404


def test_rights_are_asked_at_each_opening(shared, as_, amina):
    assert as_(amina).get(f"{PAGE}{shared.pk}/").status_code == 302
    amina.memberships.get().delete()
    assert as_(amina).get(f"{PAGE}{shared.pk}/").status_code == 404


def test_only_its_owner_changes_and_ends_it(shared, as_, amina, halima):
    change = f"{PAGE}{shared.pk}/change/"
    assert as_(amina).get(change).status_code == as_(amina).post(change, {"act": "end"}).status_code == 404
    client = as_(halima)
    wrong = client.post(change, {"name": "", "shared": ""})
    assert wrong.status_code == 422
    assert client.post(change, {"name": "Ours", "shared": ""}).status_code == 302
    assert names(client) == ["Ours"]
    assert names(as_(amina)) == []
    client.post(change, {"act": "end"})
    assert not SavedView.objects.exists()


def test_nobody_shares_with_a_place_of_others(world, as_, halima, uganda, academy):
    for place in (uganda, academy):
        answer = save_view(as_(halima), shared=f"administrator-{place.pk}")
        assert answer.status_code == 422
    assert not SavedView.objects.exists()


def test_a_view_whose_filter_is_gone_says_so(world, as_, halima):
    client = as_(halima)
    save_view(client, f"{COMPLETION}?course={world.course.slug}", "One course")
    view = SavedView.objects.get()
    SavedView.objects.update(query="course=gone")
    [[_view, _own, words]] = client.get(PAGE).context["views"]
    assert words["problems"] == ["There is no course called “gone”. Choose one from the list."]
    page = client.get(f"{PAGE}{view.pk}/").content.decode()
    assert "This view cannot be shown as it was saved" in page
    assert "There is no course called “gone”" in page


def test_an_address_that_is_no_report_of_theirs_is_not_kept(world, as_, halima, uganda):
    client = as_(halima)
    strange = ("", "/teach/", "https://example.org/x", "/reports/more/nothing/", "/reports/indicators/", "//[x")
    for address in (*strange, f"{COMPLETION}?institution={uganda.pk}", f"{COMPLETION}?by=shoe", "?" + "x" * 3000):
        assert client.get(keep(address)).status_code == 404, address


def test_a_name_too_long_and_an_act_that_there_is_not_lose_nothing(world, as_, halima):
    client = as_(halima)
    page = save_view(client, name="x" * 101)
    assert page.status_code == 422
    assert f'value="{"x" * 101}"' in page.content.decode()
    assert client.post(keep(COMPLETION), {"act": "dance"}).status_code == 422


def test_the_list_costs_the_same_for_many_views(world, as_, halima, django_assert_max_num_queries):
    client = as_(halima)
    for number in range(30):
        save_view(client, f"{COMPLETION}?by=sex", f"View {number:02}")
    with django_assert_max_num_queries(12):
        assert len(names(client)) == 30
