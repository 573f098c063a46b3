"""Signing in and out, the password, the e-mail address, and the language."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from .administration.cards.urls import urlpatterns as accounts
from .administration.crests.urls import urlpatterns as crests
from .administration.stand_ins.urls import urlpatterns as stand_ins
from .administration.transfers.urls import urlpatterns as transfers
from .identity.shared_devices.urls import urlpatterns as shared_devices
from .identity.sign_in import account_views, views
from .identity.sign_in.factor_urls import urlpatterns as factors
from .identity.sso.urls import urlpatterns as sso

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("password/", views.NewPassword.as_view(), name="password"),
    path("password/forgotten/", account_views.password_forgotten, name="password-forgotten"),
    path("password/forgotten/sent/", account_views.password_forgotten_sent, name="password-forgotten-sent"),
    path("password/new/<uidb64>/<token>/", account_views.PasswordByLink.as_view(), name="password-new"),
    path("e-mail/", account_views.e_mail, name="e-mail"),
    path("e-mail/confirm/<token>/", account_views.confirm_e_mail, name="e-mail-confirm"),
    path("language/", views.language, name="language"),
    *accounts,
    *crests,
    *factors,
    *transfers,
    *stand_ins,
    *sso,
    *shared_devices,
]
