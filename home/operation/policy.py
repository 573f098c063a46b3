"""The Content-Security-Policy."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest


class ContentPolicy(CSPMiddleware):
    """django-csp's own, which puts the header together anew for each answer. Here the usual one is put together once;
    where a view or a nonce asks for another, or errors are shown to developers, all is as there. Wagtail's admin, whose
    pages have scripts in them, has a policy of its own.
    """

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.usual = "" if getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None) else build_policy()
        self.excluded = tuple(settings.CONTENT_SECURITY_POLICY.get("EXCLUDE_URL_PREFIXES", ()))
        self.admin = build_policy(settings.ADMIN_CONTENT_POLICY)

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if request.path_info.startswith(self.excluded):
            response.headers.setdefault(HEADER, self.admin)
            return response
        if not self.usual or settings.DEBUG or self._is_other(request, response):
            return super().process_response(request, response)
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]  # raises now
        response.headers.setdefault(HEADER, self.usual)
        return response

    def _is_other(self, request: HttpRequest, response: object) -> bool:
        return hasattr(request, "_csp_nonce") or any(name.startswith("_csp") for name in vars(response))
