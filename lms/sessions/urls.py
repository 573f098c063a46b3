"""The addresses of sessions, below /x/sessions/."""

from django.urls import path

from . import learner_views, views

urlpatterns = [
    path("", views.index, name="index"),
    path("mine/", learner_views.mine, name="mine"),
    path("plan/<int:cohort>/", views.plan, name="plan"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/call-off/", views.call_off, name="call-off"),
]
