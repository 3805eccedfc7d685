"""Content Security Policy: strict for visitors, and one looser policy for Wagtail's admin."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings

ADMIN = "/admin/"


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    def process_response(self, request, response):
        if request.path_info.startswith(ADMIN):
            # For browsers that do not read frame-ancestors.
            response["X-Frame-Options"] = "SAMEORIGIN"
        return super().process_response(request, response)

    def get_policy_parts(self, request, response, report_only=False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(ADMIN):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts
