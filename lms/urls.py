"""The addresses of the whole site, and the pages for its errors."""

from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.views.account import LogoutView

from courses.access.tags import proposed
from courses.urls import documents
from lms.people.identity.sign_in.wagtail_account import account
from lms.switchboard.addresses import patterns
from lms.switchboard.switch_views import switches

sign_in = RedirectView.as_view(pattern_name="sign-in", query_string=True)
"""In place of Wagtail's two pages for it: there is one page to sign in at, and what it keeps to."""

handler400 = "lms.foundation.interface.error_views.bad_request"
handler404 = "lms.foundation.interface.error_views.page_not_found"
handler500 = "home.operation.outages.server_error"

urlpatterns = [
    path(
        "admin/logout/", require_POST(LogoutView.as_view())
    ),  # Wagtail's own refuses a GET and drops the session's cookie all the same
    path("admin/login/", sign_in),
    path("_util/login/", sign_in),
    path("admin/account/", account, name="account"),
    path("admin/tag-autocomplete/", proposed),  # Wagtail's own names the tags of what one may not see
    path("admin/tag-autocomplete/<slug:app_name>/<slug:model_name>/", proposed),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(documents)),
    path("learn/", include("lms.learning.progress.urls")),
    path("teach/", include("lms.desks.teaching.urls")),
    path("academy/institution/<int:pk>/plugins/", switches, name="switches"),
    path("offline/", include("lms.desks.offline.urls")),
    path("files/", include("lms.files.urls")),
    path("", include("lms.desks.privacy.urls")),
    path("", include("lms.desks.notices.urls")),
    path("", include("lms.desks.search.urls")),
    path("academy/", include("lms.people.administration.workspace.urls")),
    path("", include("lms.desks.followups.urls")),
    path("reports/dashboard/", include("lms.desks.dashboards.urls")),
    path("reports/saved/", include("lms.desks.saved_reports.urls")),
    path("reports/indicators/", include("lms.desks.indicators.urls")),
    path("reports/", include("lms.desks.reporting.urls")),
    path("certificates/", include("certificates.urls")),
    path("verify/", include("certificates.verifying.urls")),
    *patterns(),
    path("", include("courses.urls")),
    path("", include("lms.people.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]
