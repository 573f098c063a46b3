"""The quiz's own addresses, below /x/quiz/."""

from django.urls import path

from . import views
from .exams import urls as exams

urlpatterns = [
    path("contest/<int:attempt>/", views.contest, name="contest"),
    *exams.urlpatterns,
]
