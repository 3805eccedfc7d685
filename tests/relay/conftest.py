import pytest

from groups.models import Group, GroupParent
from network.models import Organisation
from tests.factories import AuthorityFactory

from .steps import HOLDER


@pytest.fixture
def place():
    return AuthorityFactory(name="Boé")


@pytest.fixture
def group(place):
    one = Group(name="Club des villages", kind="reseau", joining="open", contact_email=HOLDER)
    one.parents = [GroupParent(label="RDV", organisation=Organisation.objects.create(name="RDV"))]
    one.save()
    return one
