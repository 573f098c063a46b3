"""The addresses of sessions, below /x/sessions/."""

from django.urls import path

from . import attendance_views, board_views, contest_views, learner_views, views

urlpatterns = [
    path("", views.index, name="index"),
    path("mine/", learner_views.mine, name="mine"),
    path("mine/<int:pk>/", contest_views.own, name="own"),
    path("contests/", contest_views.contests, name="contests"),
    path("contests/<int:pk>/", contest_views.answer, name="answer"),
    path("plan/<int:cohort>/", views.plan, name="plan"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/call-off/", views.call_off, name="call-off"),
    path("<int:pk>/attendance/", attendance_views.attendance, name="attendance"),
    path("<int:pk>/attendance/all/", attendance_views.all_present, name="all-present"),
    path("<int:pk>/sheet/", attendance_views.sheet, name="sheet"),
    path("<int:pk>/board/", board_views.board, name="board"),
    path("<int:pk>/board/live/", board_views.live, name="live"),
    path("<int:pk>/here/", board_views.arrive, name="arrive"),
    path("<int:pk>/here/<slug:given>/", board_views.here, name="here"),
]
