"""The addresses of checklists, below /x/observation/."""

from django.urls import path

from . import draft_views, editor_views, learner_views, views

urlpatterns = [
    path("", views.index, name="index"),
    path("mine/", learner_views.mine, name="mine"),
    path("mine/<int:pk>/", learner_views.own, name="own"),
    path("finding/<int:pk>/", learner_views.finding, name="finding"),
    path("photo/<uuid:key>/", learner_views.photo, name="photo"),
    path("criteria/<int:page>/", editor_views.criteria, name="criteria"),
    path("begin/<int:cohort>/<uuid:activity>/", views.begin, name="begin"),
    path("figures/<int:cohort>/<uuid:activity>/", views.figures, name="figures"),
    path("<uuid:key>/", draft_views.show, name="show"),
    path("<uuid:key>/discard/", views.discard, name="discard"),
]
