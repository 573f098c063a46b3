"""The addresses of shared devices."""

from django.urls import path

from . import academy_views, views

urlpatterns = [
    path("sign-in/pin/", views.sign_in, name="pin-sign-in"),
    path("account/pin/", views.set_pin, name="set-pin"),
    path("account/locked/", views.locked, name="locked"),
]

academy = [
    path("devices/", academy_views.devices, name="devices"),
    path("devices/<int:pk>/withdraw/", academy_views.withdraw, name="device-withdraw"),
    path("devices/at/<int:pk>/", academy_views.switch, name="devices-switch"),
]
"""Those of whoever looks after them."""
