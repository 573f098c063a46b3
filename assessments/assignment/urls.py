"""The addresses of hand-ins, below /x/assignment/."""

from django.urls import path

from . import desk_views, group_views, views

urlpatterns = [
    path("work/<int:attempt>/", views.work, name="work"),
    path("work/<int:attempt>/upload/", views.begin_upload, name="upload"),
    path("work/<int:attempt>/return/", desk_views.give_back, name="return"),
    path("work/<int:attempt>/note/", desk_views.note, name="note"),
    path("work/<int:attempt>/similar/", desk_views.similar, name="similar"),
    path("groups/<int:cohort>/<uuid:activity>/", group_views.arrange, name="groups"),
    path("part/<uuid:key>/", views.add_part, name="part"),
    path("file/<uuid:key>/", views.download, name="file"),
]
