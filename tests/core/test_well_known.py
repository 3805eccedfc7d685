"""Addresses and headers that robots, browsers and auditors look for first."""

import datetime

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db


def test_robots_are_led_to_the_sitemap_and_away_from_endless_selections(visitor, settings):
    answer = visitor.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in lines
    assert "Disallow: /admin/" in lines


def test_who_found_a_flaw_knows_whom_to_tell(visitor, settings):
    fields = dict(
        line.split(": ", 1)
        for line in visitor.get("/.well-known/security.txt").content.decode().splitlines()
    )
    assert fields["Contact"] == f"{settings.BASE_URL}/mentions-legales/"
    expires = datetime.datetime.fromisoformat(fields["Expires"])
    assert (
        datetime.timedelta(0)
        < expires - datetime.datetime.now(datetime.UTC)
        < datetime.timedelta(365)
    )
    settings.SECURITY_CONTACT = "mailto:securite@exemple.fr"
    assert b"mailto:securite@exemple.fr" in visitor.get("/.well-known/security.txt").content


def test_the_icon_that_browsers_ask_for(visitor):
    address = visitor.get("/favicon.ico")["Location"]
    assert finders.find(address.removeprefix("/static/"))


def test_headers_of_every_answer(visitor):
    for address in ("/", "/robots.txt", "/nulle-part/", "/admin/login/"):
        headers = visitor.get(address).headers
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Referrer-Policy" in headers
