"""The addresses of conversations, below /x/conversations/."""

from django.urls import path

from . import learner_views, report_views, staff_views, views

urlpatterns = [
    path("", staff_views.index, name="index"),
    path("mine/", learner_views.mine, name="mine"),
    path("ask/", learner_views.ask, name="ask"),
    path("write/<int:cohort>/", staff_views.write, name="write"),
    path("reports/", report_views.reports, name="reports"),
    path("reports/<int:pk>/", report_views.report, name="report"),
    path("<int:pk>/", views.thread, name="thread"),
    path("<int:pk>/read/", views.read, name="read"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/report/", views.report, name="complain"),
]
