"""Pages for when something went wrong: each says what to do, in French, without needing the database."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import include, path

from config.urls import urlpatterns as of_the_site


def broken(request):
    raise RuntimeError("a defect")


urlpatterns = [path("casse/", broken), path("", include(of_the_site))]


@pytest.mark.urls(__name__)
def test_a_defect_of_ours(settings):
    answer = Client(raise_request_exception=False).get("/casse/")
    assert answer.status_code == 500
    html = answer.content.decode()
    assert "Une erreur de notre côté" in html
    assert 'href="/mentions-legales/"' in html
    assert "a defect" not in html


def test_a_form_that_was_open_for_too_long(db):
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a"})
    assert answer.status_code == 403
    html = answer.content.decode()
    assert "Votre formulaire est resté ouvert trop longtemps" in html
    assert "copiez ce que vous avez écrit" in html


@pytest.mark.parametrize("path", ["/admin/nulle-part/", "/admin/"])
def test_the_admin_bears_our_name_alone(admin_client, path):
    """What its makers call it, and their guide, say nothing to who writes sheets."""
    html = admin_client.get(path).content.decode()
    texts = BeautifulSoup(html, "html.parser")
    for unseen in texts(["script", "noscript", "style", "template"]):
        unseen.decompose()
    assert "Wagtail" not in texts.get_text()
    assert not texts.select("a[href^=http]:not([href^='http://localhost'])")
