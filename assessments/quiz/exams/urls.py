"""The addresses of exams, below /x/quiz/."""

from django.urls import path

from . import entry_views, exception_views, ticket_views, views
from .minutes import views as minutes
from .room import views as room

urlpatterns = [
    path("exam/", entry_views.exam, name="exam"),
    path("exam/<slug:course>/<slug:activity>/", entry_views.enter, name="enter"),
    path("exams/", views.index, name="sittings"),
    path("exams/plan/<int:cohort>/", views.plan, name="plan"),
    path("exams/<int:pk>/", views.show, name="board"),
    path("exams/<int:pk>/live/", views.live, name="live"),
    path("exams/<int:pk>/open/", views.open_sitting, name="open"),
    path("exams/<int:pk>/close/", views.close_sitting, name="close"),
    path("exams/<int:pk>/sheet/", views.sheet, name="sheet"),
    path("exams/<int:pk>/latecomers/", views.latecomers, name="latecomers"),
    path("exams/<int:pk>/codes/", views.new_codes, name="codes"),
    path("exams/<int:pk>/room/", room.room, name="room"),
    path("exams/<int:pk>/room/rest/", room.rest, name="room-rest"),
    path("exams/<int:pk>/room.pdf", room.room_paper, name="room-paper"),
    path("exams/<int:pk>/minutes/", minutes.minutes, name="minutes"),
    path("exams/<int:pk>/minutes/board/", minutes.take_over, name="minutes-board"),
    path("exams/<int:pk>/minutes/sign/", minutes.sign, name="minutes-sign"),
    path("exams/<int:pk>/minutes.pdf", minutes.minutes_paper, name="minutes-paper"),
    path("exams/minutes/<int:pk>/", minutes.correct, name="minute"),
    path("exams/tickets/<int:pk>/", ticket_views.show, name="ticket"),
    path("exams/tickets/<int:pk>/extend/", ticket_views.extend, name="ticket-extend"),
    path("exams/tickets/<int:pk>/again/", ticket_views.again, name="ticket-again"),
    path("exams/tickets/<int:pk>/close/", ticket_views.close, name="ticket-close"),
    path("exams/exceptions/<int:cohort>/", exception_views.exceptions, name="exceptions"),
]
