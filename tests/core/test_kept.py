"""Components that are made once for the same values."""

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from core.templatetags.kept import kept

TAGS = "components/tags.html"


def test_it_shows_what_an_include_shows():
    values = {"first": "Projet : « essai »", "second": "En service, 2024"}
    shown = kept(TAGS, **values)
    assert shown == kept(TAGS, **values) == render_to_string(TAGS, values)
    page = Template('{% load kept %}{% kept "components/tags.html" first=one second=two %}')
    assert page.render(Context({"one": values["first"], "two": values["second"]})) == shown


def test_values_that_are_shown_otherwise_are_told_apart():
    assert "&lt;b&gt;" in kept(TAGS, first="<b>", second="")
    assert "<b>" in kept(TAGS, first=mark_safe("<b>"), second="")
    assert ">1<" in kept(TAGS, first=1, second="")
    assert ">True<" in kept(TAGS, first=True, second="")
    assert ">1.0<" in kept(TAGS, first=1.0, second="")
    assert kept(TAGS, first="a", second="b") != kept(TAGS, first="b", second="a")
    cards = [{"name": "Boé", "population": figure} for figure in (5_846, 5_847)]
    one, other = (kept("components/territory_line.html", authority=card) for card in cards)
    assert "5\u202f846" in one
    assert "5\u202f847" in other


def test_what_may_change_under_its_key_is_refused():
    with pytest.raises(TypeError, match="no plain value"):
        kept(TAGS, first=object(), second="")
