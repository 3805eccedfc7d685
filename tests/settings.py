"""The test suite: everything real but in a temporary folder, and any surprise is an error."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "test-only")
_FOLDER = Path(tempfile.mkdtemp(prefix="essaim-test-"))
os.environ["VAR_DIR"] = str(_FOLDER)
os.environ.setdefault("HTTPS", "0")

from config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
# Tests see each page as it is made; tests/core/test_page_cache.py brings its own cache.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
INSTALLED_APPS = [*INSTALLED_APPS, "tests.bulletin"]  # noqa: F405 a kind of record of the tests' own
