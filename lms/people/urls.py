"""Signing in and out, the password, and the language."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from . import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("password/", views.NewPassword.as_view(), name="password"),
    path("language/", views.language, name="language"),
]
