"""The addresses of the instructor's workspace."""

from django.urls import path

from . import (
    assign_views,
    dates_views,
    extend_views,
    late_views,
    locked_views,
    people_views,
    tab_views,
    views,
    withdraw_views,
)

app_name = "teach"

urlpatterns = [
    path("", views.cohorts, name="cohorts"),
    path("cohorts/<int:pk>/", views.cohort, name="cohort"),
    path("cohorts/<int:pk>/export.csv", views.export, name="export"),
    path("cohorts/<int:pk>/more/<slug:tab>/", tab_views.cohort, name="cohort-tab"),
    path("cohorts/<int:pk>/people/", people_views.people, name="people"),
    path("cohorts/<int:pk>/people/<int:person>/remove/", people_views.remove, name="remove"),
    path("assign/", assign_views.assign, name="assign"),
    path("assignments/", assign_views.assignments, name="assignments"),
    path("assignments/<int:pk>/dates/", dates_views.change, name="dates"),
    path("assignments/<int:pk>/extend/", extend_views.extend, name="extend"),
    path("assignments/<int:pk>/withdraw/", withdraw_views.withdraw, name="withdraw"),
    path("late/", late_views.waiting, name="late-answers"),
    path("late/<int:attempt>/", late_views.decide, name="late"),
    path("locked/<int:enrolment>/", locked_views.locked, name="locked"),
    path("people/<int:pk>/", people_views.person, name="person"),
    path("people/<int:pk>/more/<slug:tab>/", tab_views.person, name="person-tab"),
]
