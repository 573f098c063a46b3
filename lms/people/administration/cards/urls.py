"""The addresses of activation and of help with signing in."""

from django.urls import path

from ...identity.accounts import views
from . import help_views, name_request_views, sheet_views

urlpatterns = [
    path("activate/", views.activate, name="activate"),
    path("activate/link/<token>/", views.activate_link, name="activate-link"),
    path("profile/", views.profile, name="own-profile"),
    path("profile/contact/", views.contact, name="own-profile-contact"),
    path("profile/name/", views.ask_name, name="own-profile-name"),
    path("password/strength/", views.password_strength, name="password-strength"),
    path("activate/password/", views.choose_password, name="activate-password"),
]

academy = [
    path("people/names/", name_request_views.names, name="names"),
    path("people/names/<int:pk>/", name_request_views.answer_name, name="name-answer"),
    path("sign-in/", help_views.sign_in_help, name="sign-in-help"),
    path("sign-in/<int:pk>/", help_views.help_person, name="sign-in-person"),
    path("sign-in/cards/", sheet_views.card_sheets, name="card-sheets"),
    path("sign-in/cards/<int:pk>/", sheet_views.card_sheet, name="card-sheet"),
    path("sign-in/cards/<int:pk>/print/", sheet_views.fetch_sheet, name="card-sheet-fetch"),
    path("sign-in/cards/<int:pk>/withdraw/", sheet_views.withdraw_sheet, name="card-sheet-withdraw"),
]
"""Those among the administrator's pages, and the instructor's."""
