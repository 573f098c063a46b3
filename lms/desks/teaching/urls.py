"""The addresses of the instructor's workspace."""

from django.urls import path

from .cohorts import attention_views, closing_views, selected_views, today_views, views
from .dates import assign_views, dates_views, extend_views, remind_views, withdraw_views
from .learners import attempt_views, late_views, locked_views, people_files, people_views, result_views, tab_views

app_name = "teach"

urlpatterns = [
    path("", views.cohorts, name="cohorts"),
    path("today/", today_views.today, name="today"),
    path("cohorts/<int:pk>/", views.cohort, name="cohort"),
    path("cohorts/<int:pk>/close/", closing_views.close, name="close"),
    path("cohorts/<int:pk>/attention/", attention_views.attention, name="attention"),
    path("cohorts/<int:pk>/export.csv", views.export, {"ending": "csv"}, name="export"),
    path("cohorts/<int:pk>/export.xlsx", views.export, {"ending": "xlsx"}, name="export-sheet"),
    path("cohorts/<int:pk>/selected/", selected_views.selected, name="selected"),
    path("cohorts/<int:pk>/more/<slug:tab>/", tab_views.cohort, name="cohort-tab"),
    path("cohorts/<int:pk>/people/", people_views.people, name="people"),
    path("cohorts/<int:pk>/people/<int:person>/remove/", people_views.remove, name="remove"),
    path("assign/", assign_views.assign, name="assign"),
    path("assignments/", assign_views.assignments, name="assignments"),
    path("assignments/<int:pk>/dates/", dates_views.change, name="dates"),
    path("assignments/<int:pk>/extend/", extend_views.extend, name="extend"),
    path("assignments/<int:pk>/withdraw/", withdraw_views.withdraw, name="withdraw"),
    path("attempts/<int:pk>/", attempt_views.attempt, name="attempt"),
    path("enrolments/<int:pk>/", attempt_views.came_about, name="came-about"),
    path("enrolments/<int:pk>/results/<uuid:activity>/", result_views.result, name="result"),
    path("extend/", extend_views.more_time, name="more-time"),
    path("remind/", remind_views.remind, name="remind"),
    path("withdraw/", withdraw_views.withdraw_from_people, name="withdraw-people"),
    path("late/", late_views.waiting, name="late-answers"),
    path("late/<int:attempt>/", late_views.decide, name="late"),
    path("locked/<int:enrolment>/", locked_views.locked, name="locked"),
    path("people/list.<slug:ending>", people_files.people_file, name="people-file"),
    path("people/<int:pk>/", people_views.person, name="person"),
    path("people/<int:pk>/more/<slug:tab>/", tab_views.person, name="person-tab"),
]
