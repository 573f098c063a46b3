"""The player's addresses."""

from django.urls import path

from .player import programme_views, views

app_name = "learn"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("my/results/", views.my_results, name="results"),
    path("to/<uuid:activity>/", views.to_activity, name="to"),
    path("programmes/<slug:programme>/", programme_views.programme, name="programme"),
    path("<slug:course>/", views.course, name="course"),
    path("<slug:course>/<slug:activity>/", views.activity, name="activity"),
    path("<slug:course>/course/completed/", views.completed, name="completed"),
    path("<slug:course>/<slug:activity>/start/", views.start, name="start"),
]
