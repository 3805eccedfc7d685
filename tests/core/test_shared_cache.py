"""`CACHE_URL` with a real server: what one process kept, another one serves."""

import shutil
import socket
import subprocess
import time

import environ
import pytest
from django.core.cache import caches

from core.page_cache import ALIAS
from tests.factories import published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def redis_url(tmp_path):
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("needs Debian's redis-server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", tmp_path],
        stdout=subprocess.DEVNULL,
    )
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"rediscache://127.0.0.1:{port}/0"
    caches[ALIAS].close()
    server.terminate()
    server.wait()


def test_pages_are_kept_in_the_shared_cache(
    redis_url, settings, visitor, django_assert_num_queries
):
    url = environ.Env.cache_url_config(redis_url)
    settings.CACHES = dict.fromkeys(("default", ALIAS, "limits"), url)
    sheet = published()
    first = visitor.get(f"/projets/{sheet.slug}/")
    # Another process would start from the same address and nothing else.
    caches[ALIAS].close()
    with django_assert_num_queries(1):
        assert visitor.get(f"/projets/{sheet.slug}/").content == first.content
    sheet.title = "Un autre titre"
    sheet.save_revision().publish()
    assert "Un autre titre" in visitor.get(f"/projets/{sheet.slug}/").content.decode()
