"""The quiz's own addresses, below /x/quiz/."""

from django.urls import path

from . import views

urlpatterns = [path("contest/<int:attempt>/", views.contest, name="contest")]
