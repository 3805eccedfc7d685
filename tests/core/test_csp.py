import pytest
from django.urls import reverse

from tests.factories import catalogue_page, published

pytestmark = pytest.mark.django_db


def test_the_public_site_runs_no_inline_script_and_is_framed_by_nobody(visitor):
    catalogue_page()
    response = visitor.get("/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"


def test_the_admin_may_frame_itself_for_its_previews(admin_client):
    response = admin_client.get("/admin/")
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_a_preview_is_as_strict_but_that_the_admin_frames_it(admin_client, visitor):
    sheet = published()
    response = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[sheet.pk]))
    assert response.status_code == 200
    strict = set(visitor.get(sheet.url)["Content-Security-Policy"].split("; "))
    policy = set(response["Content-Security-Policy"].split("; "))
    assert policy ^ strict == {"frame-ancestors 'none'", "frame-ancestors 'self'"}
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_a_page_that_does_not_exist_is_as_strict(visitor):
    catalogue_page()
    response = visitor.get("/nulle-part/")
    assert response.status_code == 404
    assert "default-src 'none'" in response["Content-Security-Policy"]
