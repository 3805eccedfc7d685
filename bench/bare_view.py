"""The least that Django can answer with, for `bench_pages` to compare with: one view, no middleware."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import re_path

BODY = b" " * int(os.environ.get("BARE_SIZE", "1000"))

urlpatterns = [re_path("", lambda request: HttpResponse(BODY))]

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[])
application = get_wsgi_application()
