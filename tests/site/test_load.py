"""The short version of `manage.py bench_load`: no error under mixed traffic, nor while redis fails and comes back."""

import shutil

import pytest


# A copy of the instance, and two servers: minutes on a busy machine.
@pytest.mark.timeout(1200)
def test_mixed_traffic_and_a_cache_that_fails(prepared):
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is missing: apt-get install redis-server")
    instance = prepared.copy("loaded")
    # Faults are met by a copy on SQLite, whatever this instance lies on.
    parts = [] if instance.database_url else ["redis"]
    printed = instance.manage(
        *("bench_load", "--seconds", "2", "--connections", "8", "--requests", "40"),
        *("--parts", *parts),
    )
    assert printed.count("redis ") == 4 * len(parts), printed
    assert "mémoire des ouvriers" in printed
