import pytest

from tests.factories import AuthorityFactory, ThemeFactory


@pytest.fixture
def boe():
    return AuthorityFactory(code="47031", name="Boé")


@pytest.fixture
def theme():
    return ThemeFactory(name="Signalement", slug="signalement")
