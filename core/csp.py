"""Content Security Policy: strict for visitors, and one looser policy for Wagtail's admin."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.utils.functional import cached_property

ADMIN = "/admin/"
# What django-csp's decorators leave on an answer that has a policy of its own.
_OWN_POLICY = {"_csp_config", "_csp_update", "_csp_replace", "_csp_exempt"}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    def process_response(self, request, response):
        if getattr(request, "is_preview", False):
            # A draft as visitors would get it, in the admin's own frame and in no other.
            response.headers[HEADER] = self._policy_of_previews
            return response
        if request.path_info.startswith(ADMIN):
            # For browsers that do not read frame-ancestors.
            response["X-Frame-Options"] = "SAMEORIGIN"
        elif not settings.DEBUG and _OWN_POLICY.isdisjoint(vars(response)):
            # Made once: it was a third of what a page from the cache cost. No page of ours has a nonce.
            response.headers.setdefault(HEADER, self._policy_of_visitors)
            return response
        return super().process_response(request, response)

    @cached_property
    def _policy_of_visitors(self) -> str:
        return build_policy(config=settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])

    @cached_property
    def _policy_of_previews(self) -> str:
        return build_policy(
            config=settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
            | settings.PREVIEW_CONTENT_SECURITY_POLICY
        )

    def get_policy_parts(self, request, response, report_only=False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(ADMIN):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts
