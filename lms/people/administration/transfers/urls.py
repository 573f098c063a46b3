"""The addresses of transfers: part of those of the administrator's pages, and one's own."""

from django.urls import path

from . import views

academy = [
    path("transfers/", views.transfers, name="transfers"),
    path("transfers/ask/", views.ask, name="transfer-ask"),
    path("transfers/answer/", views.answer, name="transfer-answer"),
    path("transfers/<int:pk>/withdraw/", views.withdraw, name="transfer-withdraw"),
]
urlpatterns = [path("account/transfers/", views.own, name="own-transfers")]
