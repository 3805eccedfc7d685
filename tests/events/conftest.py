import pytest

from .factories import organiser


@pytest.fixture
def desk(client):
    """The admin, as an organiser sees it."""
    client.force_login(organiser())
    return client
