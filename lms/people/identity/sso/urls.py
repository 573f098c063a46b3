"""The addresses of single sign-on."""

from django.urls import path

from . import academy_views, saml_views, views

urlpatterns = [
    path("account/confirm/sign-on/", views.show_again, name="confirm-by-provider"),
    path("sign-on/", views.choose, name="sign-on"),
    path("sign-on/<slug:code>/", views.begin, name="sign-on-begin"),
    path("sign-on/<slug:code>/return/", views.come_back, name="sign-on-return"),
    path("sign-on/<slug:code>/saml/", saml_views.answer, name="sign-on-saml"),
    path("sign-on/<slug:code>/saml/finish/", saml_views.finish, name="sign-on-finish"),
]

academy = [
    path("institution/sign-on/", academy_views.sign_ons, name="sign-on"),
    path("institution/sign-on/<int:pk>/", academy_views.set_up, name="sign-on-set-up"),
    path("institution/sign-on/<int:pk>/saml/", academy_views.set_up_saml, name="sign-on-set-up-saml"),
    path("institution/sign-on/<int:pk>/check/", academy_views.check, name="sign-on-check"),
    path("institution/sign-on/<int:pk>/try/", academy_views.try_out, name="sign-on-try"),
    path("institution/sign-on/<int:pk>/remove/", academy_views.remove, name="sign-on-remove"),
]
"""Those among the administrator's pages."""
