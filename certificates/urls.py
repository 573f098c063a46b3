"""Certificates: one's own, a cohort's, one record, and the public page that verifies them."""

from django.urls import path

from . import cohort_views, views
from .badges import views as badges

app_name = "certificates"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("verify/", views.ask, name="ask"),
    path("verify/<path:serial>/", views.verify, name="verify"),
    path("cohorts/<int:pk>/", cohort_views.cohort, name="cohort"),
    path("badges/issuers/<int:pk>/did.json", badges.did, name="did"),
    path("badges/lists/<int:pk>/<int:block>/", badges.badge_list, name="badge_list"),
    path("<str:serial>/", views.record, name="record"),
    path("<str:serial>/pdf/", views.pdf, name="pdf"),
    path("<str:serial>/badge.<str:kind>", badges.badge, name="badge"),
    path("<str:serial>/revoke/", views.revoke, name="revoke"),
    path("<str:serial>/again/", views.again, name="again"),
]
