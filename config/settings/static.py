from .base import DEBUG
from .env import BASE_DIR, VAR_DIR, env

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    # One stylesheet for visitors, made of the parts in static/css/.
    "core.assets.StylesheetFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"

# Hashed names, compressed once, cached for ever; in development the files are read as they are.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# Pictures as pages show them (media/images/): served by Django in development, by the web server in production
# unless it is told otherwise. Documents and originals always leave by a view (core.files).
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=DEBUG)
# Where nginx reaches MEDIA_ROOT by an `internal` location: it then sends what a view allows (docs/operations.md).
if SENDFILE_URL := env("SENDFILE_URL", default=""):
    SENDFILE_BACKEND = "django_sendfile.backends.nginx"
    SENDFILE_ROOT = MEDIA_ROOT
