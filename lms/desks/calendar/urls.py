"""The addresses of one’s own calendar, below /x/calendar/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.mine, name="mine"),
    path("address/", views.address, name="address"),
    path("address/new/", views.renew, name="renew"),
    path("address/end/", views.revoke, name="revoke"),
]
