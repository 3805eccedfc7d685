"""What protects visitors and accounts. Only `DEBUG=1` (development) relaxes it."""

from django.core.exceptions import ImproperlyConfigured

from .base import DEBUG
from .env import env

# No default: a site without a secret must not start.
SECRET_KEY = env("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# How many proxies of ours stand in front: that many of the last addresses of X-Forwarded-For are true.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# HTTPS is the rule; a measurement on the loopback address may switch it off.
HTTPS = env.bool("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# Other hosts of the domain may be somebody else's: an operator says so who knows that all of them have HTTPS.
HSTS = env("HSTS", default="host")
if HSTS not in ("host", "subdomains", "preload"):
    raise ImproperlyConfigured(f'HSTS is {HSTS!r}, not "host", "subdomains" or "preload"')
SECURE_HSTS_INCLUDE_SUBDOMAINS = HSTS != "host"
SECURE_HSTS_PRELOAD = HSTS == "preload"
# `check --deploy` asks for both; the line above is the answer.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# Where a flaw is reported (/.well-known/security.txt): "mailto:…" or an address; without, the legal notice.
SECURITY_CONTACT = env("SECURITY_CONTACT", default="")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
# Under /admin/ alone, the site may frame itself (core.csp): Wagtail previews pages that way.
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
# Wagtail's admin has no nonce: under /admin/ alone, inline scripts and styles are allowed
# (0 violations were seen with this policy).
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "blob:", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
}
# What a preview may do beside what a page may: be framed by the admin, whose checks of accessibility run in it.
PREVIEW_CONTENT_SECURITY_POLICY = {"frame-ancestors": ["'self'"]}
