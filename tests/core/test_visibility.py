"""The floor of every listing, against Wagtail's own words for it."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from catalogue.models import ProjectPage
from core.visibility import visible
from tests.factories import catalogue_page, draft, published

pytestmark = pytest.mark.django_db


def test_public_is_seen_draft_and_private_are_not(django_assert_num_queries):
    public, private = published(), published()
    draft()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    with django_assert_num_queries(1):
        assert list(visible(ProjectPage.objects)) == [public]


def test_below_a_private_ancestor_nothing_is_seen():
    published()
    restriction = PageViewRestriction.objects.create(
        page=catalogue_page(), restriction_type="groups"
    )
    restriction.groups.add(Group.objects.create(name="membres"))
    assert not visible(ProjectPage.objects).exists()
    assert not ProjectPage.objects.live().public().exists()
