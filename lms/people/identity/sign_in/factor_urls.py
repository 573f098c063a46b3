"""The addresses of second factors and sessions."""

from django.urls import path

from ..factors import academy_views, passkey_views, views
from . import session_views

urlpatterns = [
    path("sign-in/second/", views.second, name="second-step"),
    path("sign-in/second/passkey/", passkey_views.show_passkey, name="show-passkey"),
    path("sign-in/second/passkey/question/", passkey_views.ask_passkey, name="ask-passkey"),
    path("account/factors/passkey/", passkey_views.new_passkey, name="new-passkey"),
    path("account/factors/passkey/question/", passkey_views.begin_passkey, name="begin-passkey"),
    path("account/confirm/", views.confirm_yourself, name="confirm-yourself"),
    path("account/confirm/file/", views.confirmed_file, name="confirmed-file"),
    path("account/factors/", views.factors, name="factors"),
    path("account/factors/app/", views.new_app, name="new-app"),
    path("account/factors/codes/", views.new_codes, name="new-recovery-codes"),
    path("account/factors/<int:pk>/remove/", views.remove, name="remove-factor"),
    path("account/sessions/", session_views.own_sessions, name="sessions"),
    path("account/sessions/end/", session_views.end_session, name="end-session"),
]

academy = [
    path("people/<int:pk>/factor/", academy_views.of_person, name="person-factor"),
    path("second-factor/", academy_views.policies, name="second-factor"),
]
"""Those among the administrator's pages."""
