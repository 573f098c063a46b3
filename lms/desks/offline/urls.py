"""Addresses of learning without network."""

from django.urls import path

from . import device_views, file_views, pack_views, views

app_name = "offline"

urlpatterns = [
    path("sync/", views.sync, name="sync"),
    path("held/", views.held, name="held"),
    path("file/", file_views.carried, name="file"),
    path("devices/", device_views.register, name="register"),
    path("devices/<uuid:device>/revoke/", device_views.revoke, name="revoke"),
    path("pack/<slug:course>/", pack_views.pack, name="pack"),
    path("pieces/<slug:course>/<uuid:activity>/<str:name>/", pack_views.piece, name="piece"),
    path("draws/<slug:course>/", pack_views.draw, name="draw"),
    path("forms/<uuid:draw>/<str:name>/", pack_views.form, name="form"),
    path("shell/", pack_views.shell, name="shell"),
    path("phone/", pack_views.phone, name="phone"),
    path("app.webmanifest", pack_views.manifest, name="manifest"),
    path("worker.js", pack_views.worker, name="worker"),
]
