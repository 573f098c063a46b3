"""The addresses of scenarios, below /x/scenario/."""

from django.urls import path

from .stories import views

urlpatterns = [
    path("story/<int:page>/", views.story, name="story"),
    path("story/<int:page>/draft/", views.put_in, name="story-draft"),
]
