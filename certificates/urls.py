"""Certificates: one's own, the list and the records for staff, badges, and the public page that verifies one."""

from django.urls import path

from . import renewal_views, views
from .badges import views as badges
from .bulk import views as bulk
from .editor import views as editor
from .issuers import views as issuers
from .pages import list_views, own_views, record_views
from .paper import views as paper
from .sharing import views as sharing

app_name = "certificates"
urlpatterns = [
    path("", own_views.mine, name="mine"),
    path("verify/", views.ask, name="ask"),
    path("verify/<path:serial>/", views.verify, name="verify"),
    path("all/", list_views.index, name="index"),
    path("all/certificates.csv", list_views.export, name="export"),
    path("ceremonies/", bulk.ceremonies, name="ceremonies"),
    path("ceremonies/<int:pk>/", bulk.ceremony, name="ceremony"),
    path("ceremonies/<int:pk>/<str:kind>/", bulk.fetch, name="ceremony-file"),
    path("shared/<str:secret>/", sharing.shared, name="shared"),
    path("shared/<str:secret>/badge.json", sharing.shared_badge, name="shared-badge"),
    path("cohorts/<int:pk>/", list_views.of_cohort, name="cohort"),
    path("badges/issuers/<int:pk>/did.json", badges.did, name="did"),
    path("badges/lists/<int:pk>/<int:block>/", badges.badge_list, name="badge_list"),
    path("designs/", editor.designs, name="designs"),
    path("designs/<int:pk>/", editor.design, name="design"),
    path("designs/<int:pk>/preview/", editor.preview, name="design-preview"),
    path("designs/<int:pk>/sample/<slug:language>/", editor.sample_pdf, name="design-sample"),
    path("designs/<int:pk>/use/", editor.use, name="design-use"),
    path("issuers/<int:pk>/", issuers.issuer, name="issuer"),
    path("issuers/<int:pk>/signatories/", issuers.signatory, name="signatory-add"),
    path("issuers/<int:pk>/signatories/<slug:key>/", issuers.signatory, name="signatory"),
    path("by-hand/<int:enrolment>/", record_views.by_hand, name="by-hand"),
    path("<str:serial>/page/", paper.page, name="page"),
    path("<str:serial>/tagged.pdf", paper.tagged_pdf, name="tagged"),
    path("<str:serial>/", record_views.record, name="record"),
    path("<str:serial>/pdf/", own_views.pdf, name="pdf"),
    path("<str:serial>/badge.<str:kind>", badges.badge, name="badge"),
    path("<str:serial>/share/", sharing.share, name="share"),
    path("<str:serial>/share/<int:pk>/end/", sharing.end, name="share-end"),
    path("<str:serial>/revoke/", record_views.revoke, name="revoke"),
    path("<str:serial>/again/", record_views.again, name="again"),
    path("<str:serial>/reinstate/", record_views.reinstate, name="reinstate"),
    path("<str:serial>/correct/", record_views.correct, name="correct"),
    path("<str:serial>/renew/", renewal_views.renew, name="renew"),
]
