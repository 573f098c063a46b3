"""The addresses of the administrator's pages: each package of this room gives its own."""

from django.urls import include, path

from ...identity.shared_devices.urls import academy as shared_devices
from ...identity.sign_in.factor_urls import academy as factors
from ...identity.sso.urls import academy as sso
from ..audit_log.urls import urlpatterns as audit
from ..cards.urls import academy as accounts
from ..crests.urls import academy as crests
from ..institutions import country_views
from ..institutions import views as institution_views
from ..merging.urls import urlpatterns as duplicates
from ..roster.urls import urlpatterns as lists
from ..sources.urls import urlpatterns as sources
from ..stand_ins.urls import academy as stand_ins
from ..transfers.urls import academy as transfers
from . import (
    bulk_views,
    certificate_setting_views,
    cohort_views,
    deletion_views,
    home_views,
    people_views,
    rights_views,
    rule_views,
)

app_name = "academy"

people = [
    path("people/", people_views.people, name="people"),
    path("people/add/", people_views.add, name="person-add"),
    path("people/<int:pk>/", people_views.person, name="person"),
    path("people/<int:pk>/correct/", people_views.correct, name="person-correct"),
    path("people/<int:pk>/transfer/", rights_views.transfer, name="person-transfer"),
    path("people/<int:pk>/account/", rights_views.account, name="person-account"),
    path("people/<int:pk>/rights/", rights_views.rights, name="person-rights"),
    path("people/<int:pk>/remove/", deletion_views.person, name="person-remove"),
    path("people/<int:pk>/roles/", rights_views.give_role, name="role-give"),
    path("roles/<int:pk>/take/", rights_views.take_role, name="role-take"),
]

bulk = [
    path("people/many/", bulk_views.begin, name="bulk-begin"),
    path("people/many/<int:pk>/", bulk_views.action, name="bulk"),
    path("people/many/<int:pk>/undo/", bulk_views.undo, name="bulk-undo"),
]

cohorts = [
    path("cohorts/", cohort_views.cohorts, name="cohorts"),
    path("cohorts/add/", cohort_views.add, name="cohort-add"),
    path("cohorts/<int:pk>/", cohort_views.cohort, name="cohort"),
    path("cohorts/<int:pk>/correct/", cohort_views.change, name="cohort-correct"),
    path("cohorts/<int:pk>/remove/", deletion_views.cohort, name="cohort-remove"),
    path("cohorts/<int:pk>/fill/", cohort_views.fill, name="cohort-fill"),
    path("cohorts/<int:pk>/rule/", rule_views.set_rule, name="cohort-rule"),
    path("cohorts/<int:pk>/rule/end/", rule_views.end_rule, name="cohort-rule-end"),
    path("cohorts/<int:pk>/instructor/", cohort_views.instructor, name="cohort-instructor"),
]

institutions = [
    path("institution/", institution_views.institution, name="institution"),
    path("institution/add/", institution_views.add_above, name="above-add"),
    path("institution/<int:pk>/", institution_views.place, name="place"),
    path("institution/<int:pk>/correct/", institution_views.change, name="institution-correct"),
    path("institution/<int:pk>/certificates/", certificate_setting_views.issuing, name="institution-issuing"),
    path("institution/<int:pk>/remove/", deletion_views.institution, name="institution-remove"),
    path("institution/<int:pk>/move/", institution_views.move, name="institution-move"),
    path("institution/<int:pk>/steps/", home_views.steps, name="steps"),
    path("institution/<int:pk>/unit/", institution_views.add_unit, name="unit-add"),
    path("found/", institution_views.found, name="found"),
]

countries = [
    path("countries/", country_views.countries, name="countries"),
    path("countries/add/", country_views.add, name="country-add"),
    path("countries/<slug:code>/", country_views.change, name="country"),
    path("countries/<slug:code>/remove/", country_views.remove, name="country-remove"),
]

urlpatterns = [
    path("", home_views.start, name="start"),
    *people,
    *cohorts,
    *institutions,
    *countries,
    *accounts,
    *audit,
    *bulk,
    *crests,
    *factors,
    *transfers,
    *duplicates,
    *stand_ins,
    *sso,
    *shared_devices,
    path("people/lists/", include(lists)),
    path("people/sources/", include(sources)),
]
