"""The addresses of second factors and sessions."""

from django.urls import path

from . import views

urlpatterns = [
    path("sign-in/second/", views.second, name="second-step"),
    path("account/confirm/", views.confirm_yourself, name="confirm-yourself"),
    path("account/factors/", views.factors, name="factors"),
    path("account/factors/app/", views.new_app, name="new-app"),
    path("account/factors/codes/", views.new_codes, name="new-recovery-codes"),
    path("account/factors/<int:pk>/remove/", views.remove, name="remove-factor"),
]
