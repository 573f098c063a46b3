"""The addresses of hand-ins, below /x/assignment/."""

from django.urls import path

from . import cohort_views, desk_views, views

urlpatterns = [
    path("work/<int:attempt>/", views.work, name="work"),
    path("work/<int:attempt>/upload/", views.begin_upload, name="upload"),
    path("work/<int:attempt>/return/", desk_views.give_back, name="return"),
    path("work/<int:attempt>/note/", desk_views.note, name="note"),
    path("work/<int:attempt>/similar/", desk_views.similar, name="similar"),
    path("groups/<int:cohort>/<uuid:activity>/", cohort_views.arrange, name="groups"),
    path("bundle/<int:cohort>/<uuid:activity>/", cohort_views.bundle, name="bundle"),
    path("bundles/<int:pk>/", cohort_views.made, name="bundle-made"),
    path("bundles/<int:pk>/zip/", cohort_views.fetch, name="bundle-file"),
    path("part/<uuid:key>/", views.add_part, name="part"),
    path("file/<uuid:key>/", views.download, name="file"),
]
