"""Institutions and cohorts in the admin."""

from django.urls import reverse

from lms.people.models import Cohort, Institution

from .test_managing import about, amina, client_of_amina, managers  # noqa: F401


class TestInstitutions:
    def given(self, parent, **changes):
        about = {"parent": parent.pk if parent else "", "name": "Bonde Unit", "kind": "unit", "country": "KE"}
        return {**about, "timezone": "Africa/Nairobi", **changes}

    def test_are_founded_below_ones_own_alone(self, client_of_amina, academy, kenya, neighbour_academy):
        for parent in (None, kenya, neighbour_academy, academy):
            client_of_amina.post(reverse("institution:add"), self.given(parent))
        assert Institution.objects.get(name="Bonde Unit").parent == academy

    def test_keep_their_place_under_one_that_is_not_ones_own(self, client_of_amina, academy, kenya, neighbour_academy):
        for parent in (None, neighbour_academy, kenya):
            client_of_amina.post(
                reverse("institution:edit", args=[academy.pk]), self.given(parent, name="Mlima College", kind="academy")
            )
        academy.refresh_from_db()
        assert (academy.name, academy.parent) == ("Mlima College", kenya)

    def test_of_others_are_not_found(self, client_of_amina, kenya, neighbour_academy):
        for institution in (kenya, neighbour_academy):
            for name in ("edit", "delete", "history", "usage"):
                address = reverse(f"institution:{name}", args=[institution.pk])
                assert client_of_amina.get(address).status_code == 404
                assert client_of_amina.post(address, self.given(None)).status_code == 404
        assert "Pwani" not in client_of_amina.get(reverse("institution:index")).content.decode()


class TestCohorts:
    def given(self, institution, **changes):
        return {"institution": institution.pk, "name": "Intake", "starts_on": "", "ends_on": "", "add": "", **changes}

    def test_are_opened_at_ones_own_institutions_alone(self, client_of_amina, academy, neighbour_academy):
        for institution in (neighbour_academy, academy):
            client_of_amina.post(reverse("cohort:add"), self.given(institution))
        assert Cohort.objects.get().institution == academy

    def test_of_others_are_not_found(self, client_of_amina, academy, neighbour_academy):
        theirs = Cohort.objects.create(institution=neighbour_academy, name="Pwani intake")
        for name in ("edit", "delete", "history", "usage"):
            address = reverse(f"cohort:{name}", args=[theirs.pk])
            assert client_of_amina.get(address).status_code == 404
            assert client_of_amina.post(address, self.given(academy)).status_code == 404
        page = client_of_amina.get(reverse("cohort:index")).content.decode()
        assert "Pwani" not in page, "neither in the list nor among the filters"
