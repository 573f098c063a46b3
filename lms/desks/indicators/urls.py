"""Addresses of indicators, below those of the reports."""

from django.urls import path

from . import files, indicator_views, views
from .evidence import views as evidence

app_name = "indicators"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.define, name="define"),
    path("logframe.<slug:extension>", files.logframe, name="logframe"),
    path("<int:pk>/", indicator_views.indicator, name="indicator"),
    path("<int:pk>/change/", views.change, name="change"),
    path("values/<uuid:pk>/", indicator_views.snapshot, name="snapshot"),
    path("values/<uuid:pk>/evidence/", evidence.evidence, name="evidence"),
]
