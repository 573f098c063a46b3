"""The addresses of lists of people, below /academy/people/lists/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.lists, name="lists"),
    path("template.<slug:ending>", views.template, name="list-template"),
    path("<int:pk>/", views.one, name="list"),
    path("<int:pk>/columns/", views.columns, name="list-columns"),
    path("<int:pk>/apply/", views.apply, name="list-apply"),
    path("<int:pk>/undo/", views.undo, name="list-undo"),
    path("<int:pk>/drop/", views.drop, name="list-drop"),
    path("<int:pk>/refused.<slug:ending>", views.refused, name="list-refused"),
]
