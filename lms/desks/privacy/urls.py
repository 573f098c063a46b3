"""Addresses of what is held about people: for oneself, and for administrators."""

from django.urls import path

from . import erasure_views, notice_views, views

app_name = "privacy"

urlpatterns = [
    path("privacy/", views.mine, name="mine"),
    path("privacy/personal-data.json", views.own_file, name="own-file"),
    path("privacy/personal-data.pdf", views.own_paper, name="own-paper"),
    path("privacy/notice/", notice_views.notice, name="notice"),
    path("academy/privacy/notices/", notice_views.notices, name="notices"),
    path("academy/privacy/", erasure_views.erasures, name="erasures"),
    path("academy/privacy/rules/", notice_views.rules, name="rules"),
    path("academy/privacy/<int:pk>/", erasure_views.person, name="person"),
    path("academy/privacy/<int:pk>/personal-data.json", erasure_views.file, name="file"),
    path("academy/privacy/<int:pk>/personal-data.pdf", erasure_views.paper, name="paper"),
    path("academy/privacy/<int:pk>/stop/", erasure_views.stop, name="stop"),
]
