"""The addresses of activation and of help with signing in."""

from django.urls import path

from . import help_views, sheet_views, views

urlpatterns = [
    path("activate/", views.activate, name="activate"),
    path("activate/password/", views.choose_password, name="activate-password"),
]

academy = [
    path("sign-in/", help_views.sign_in_help, name="sign-in-help"),
    path("sign-in/<int:pk>/", help_views.help_person, name="sign-in-person"),
    path("sign-in/cards/", sheet_views.card_sheets, name="card-sheets"),
    path("sign-in/cards/<int:pk>/", sheet_views.card_sheet, name="card-sheet"),
    path("sign-in/cards/<int:pk>/print/", sheet_views.fetch_sheet, name="card-sheet-fetch"),
    path("sign-in/cards/<int:pk>/withdraw/", sheet_views.withdraw_sheet, name="card-sheet-withdraw"),
]
"""Those among the administrator's pages, and the instructor's."""
