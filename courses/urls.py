"""The library, procedures, forms, files of compiled content, and documents as editors uploaded them."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail.documents import urls as wagtail_urls

from . import views
from .guides import views as guide_views
from .papers.fields import show_paper
from .procedures import views as procedure_views

app_name = "courses"

documents: list[URLPattern | URLResolver] = [
    path(
        "<int:document_id>/<path:filename>", views.document, name="wagtaildocs_serve"
    ),  # before Wagtail's own, which is for everybody
    path("", include(wagtail_urls)),
]

urlpatterns = [
    path("library/", views.library, name="library"),
    path("procedures/", procedure_views.index, name="procedures"),
    path("library/<uuid:course>/", guide_views.package, name="package"),
    path("library/<uuid:course>/guide/", guide_views.guide, name="guide"),
    path("library/<uuid:course>/<slug:part>/", guide_views.part, name="part"),
    path("glossary/", guide_views.glossary, name="glossary"),
    path("forms/<slug:slug>/", show_paper, name="paper"),
    path("content/<str:name>", views.media, name="media"),
    path("media/<path:path>", views.admin_file, name="admin_file"),
]
