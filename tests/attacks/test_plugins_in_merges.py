"""V14: a plugin that breaks where two accounts become one leaves both as they were, and loses nothing."""

import pytest
from django.utils import timezone

from lms.foundation.plugins.manifest import Manifest, PersonalData
from lms.foundation.plugins.plugin import Plugin
from lms.people.administration.merging import records, services
from lms.people.administration.merging.models import Merge
from lms.people.administration.records import services as people
from lms.people.directory.models import CohortMember, User
from tests.conftest import make_person
from tests.switchboard import orchard as code

from .misdeeds import ANYWHERE, fail, plug_in
from .mutation import browser, held_by, instead

MISDEEDS = {
    **ANYWHERE,
    "gives nothing": lambda rows, person: None,
    "gives no rows": lambda rows, person: ["ladder"],
    "gives rows of others": lambda rows, person: CohortMember.objects.exclude(user=person),
}


class Orchard(Plugin):
    name = code.__name__
    label = "orchard"
    verbose_name = "Orchard"

    @staticmethod
    def spare(rows, person):
        return []

    manifest = Manifest(
        name="Orchard",
        version="1.0",
        api=">=2.0,<3",
        personal_data=(
            PersonalData(
                "people.CohortMember",
                person="user",
                what="Whose tree it is.",
                merged="moved",
                spare=lambda rows, person: Orchard.spare(rows, person),
            ),
        ),
    )


@pytest.fixture
def other(academy, wanjiru, abdi, now, monkeypatch):
    """Wanjirũ's second account, of which a plugin keeps something, and somebody else in the same cohort."""
    plug_in(Orchard, monkeypatch)
    other = make_person("KE-10", "Wanjiru Kamau", academy)
    people.join(cohort=people.open_cohort(institution=academy, name="Intake"), people=[other, abdi], now=now)
    return other


@pytest.fixture(params=MISDEEDS)
def misdeed(request, other, monkeypatch):
    monkeypatch.setattr(Orchard, "spare", staticmethod(MISDEEDS[request.param]))


def rows():
    return sorted(CohortMember.objects.values_list("pk", "user")), sorted(User.objects.values_list("pk", "merged_into"))


def test_the_merge_is_refused_as_a_whole(amina, wanjiru, other, misdeed):
    before = rows()

    def breaks() -> bool:
        try:
            services.merge(person=other, into=wanjiru, by=amina, now=timezone.now())
        except services.NotMerged as error:
            return str(error) != "“Orchard” has a fault. Nothing was saved; try again later." or rows() != before
        except BaseException:
            return True
        return True

    unguarded = instead(records.guard, "answer", lambda call, ask, name: ask())
    held_by(unguarded, attack=breaks)


def test_the_page_says_so(amina, wanjiru, other, misdeed):
    answer = browser(amina).post(f"/academy/duplicates/{wanjiru.pk}/{other.pk}/", {"into": wanjiru.pk})
    assert answer.status_code == 422
    assert "“Orchard” has a fault. Nothing was saved; try again later." in answer.content.decode()
    assert not Merge.objects.exists()


def test_what_cannot_be_counted_is_left_out_of_the_page(amina, wanjiru, other, monkeypatch):
    counted = records.rows_of
    theirs = Orchard.manifest.personal_data
    monkeypatch.setattr(records, "rows_of", lambda one, who: (fail if one in theirs else counted)(one, who))
    assert browser(amina).get(f"/academy/duplicates/{wanjiru.pk}/{other.pk}/").status_code == 200


def test_undoing_is_refused_as_a_whole_too(amina, wanjiru, other, monkeypatch):
    merge = services.merge(person=other, into=wanjiru, by=amina, now=timezone.now())
    before = rows()
    monkeypatch.setattr(records, "brought_by", lambda label: "orchard")
    monkeypatch.setattr(records, "_back", fail)
    with pytest.raises(services.NotMerged, match="has a fault"):
        services.undo(merge=merge, by=amina, now=timezone.now())
    assert rows() == before
    assert Merge.objects.get().undone_at is None
