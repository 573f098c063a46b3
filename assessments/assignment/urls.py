"""The addresses of hand-ins, below /x/assignment/."""

from django.urls import path

from . import views

urlpatterns = [
    path("work/<int:attempt>/", views.work, name="work"),
    path("work/<int:attempt>/upload/", views.begin_upload, name="upload"),
    path("work/<int:attempt>/return/", views.give_back, name="return"),
    path("part/<uuid:key>/", views.add_part, name="part"),
    path("file/<uuid:key>/", views.download, name="file"),
]
