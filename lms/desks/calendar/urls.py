"""The addresses of one’s own calendar, below /x/calendar/."""

from django.urls import path

from . import coming, views

urlpatterns = [
    path("coming/", coming.coming, name="coming"),
    path("", views.mine, name="mine"),
    path("address/", views.address, name="address"),
    path("address/new/", views.renew, name="renew"),
    path("address/end/", views.revoke, name="revoke"),
]
