"""The test suite: everything real but in a temporary folder, and any surprise is an error."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "test-only")
# One folder a run, which the process that made it removes; xdist's workers, who find it in their environment, may be
# ended before they could.
if "ESSAIM_TEST_RUN" not in os.environ:
    os.environ["ESSAIM_TEST_RUN"] = tempfile.mkdtemp(prefix="essaim-test-")
    atexit.register(shutil.rmtree, os.environ["ESSAIM_TEST_RUN"], ignore_errors=True)
os.environ["VAR_DIR"] = tempfile.mkdtemp(dir=os.environ["ESSAIM_TEST_RUN"])
os.environ.setdefault("HTTPS", "0")

from config.settings import *  # noqa: F403

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
