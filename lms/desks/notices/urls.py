"""Addresses of notices: for whoever is told something, and for administrators."""

from django.urls import path

from . import log_views, preference_views, push_views, setting_views, views

app_name = "notices"

urlpatterns = [
    path("notices/", views.mine, name="mine"),
    path("notices/read/", views.read_all, name="read-all"),
    path("notices/<int:pk>/open/", views.open_notice, name="open"),
    path("notices/push/", push_views.subscribe, name="push"),
    path("worker.js", push_views.worker, name="worker"),
    path("notices/preferences/", preference_views.preferences, name="preferences"),
    path("notices/stop/<token>/", preference_views.stop, name="stop"),
    path("academy/notices/", log_views.log, name="log"),
    path("academy/notices/sms/", setting_views.text_messages, name="text-messages"),
    path("academy/notices/sms/<int:pk>/", setting_views.text_messages_of, name="text-messages-of"),
]
