"""Every front door."""

from django.urls import include, path
from django.views.decorators.http import require_POST
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.views.account import LogoutView

from courses.urls import documents
from lms.switchboard.addresses import patterns

handler400 = "lms.interface.errors.bad_request"
handler500 = "home.outages.server_error"

urlpatterns = [
    path("admin/logout/", require_POST(LogoutView.as_view())),  # Wagtail's own refuses a GET and drops the session's cookie all the same
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(documents)),
    path("learn/", include("lms.progress.urls")),
    path("teach/", include("lms.teaching.urls")),
    path("reports/", include("lms.reporting.urls")),
    path("certificates/", include("certificates.urls")),
    *patterns(),
    path("", include("courses.urls")),
    path("", include("lms.people.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]
