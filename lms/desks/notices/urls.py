"""Addresses of notices: for whoever is told something, and for administrators."""

from django.urls import path

from .views import log, own, preferences, push, settings

app_name = "notices"

urlpatterns = [
    path("notices/", own.mine, name="mine"),
    path("notices/read/", own.read_all, name="read-all"),
    path("notices/<int:pk>/open/", own.open_notice, name="open"),
    path("notices/push/", push.subscribe, name="push"),
    path("worker.js", push.worker, name="worker"),
    path("offline/", push.offline, name="offline"),
    path("notices/preferences/", preferences.preferences, name="preferences"),
    path("notices/preferences/<slug:slug>/", preferences.own_address, name="own-address"),
    path("notices/stop/<token>/", preferences.stop, name="stop"),
    path("academy/notices/", log.log, name="log"),
    path("academy/notices/sms/", settings.text_messages, name="text-messages"),
    path("academy/notices/sms/<int:pk>/", settings.text_messages_of, name="text-messages-of"),
]
