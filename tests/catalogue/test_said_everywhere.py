"""In every place that shows a sheet: an old state is told as of then, and silence never reads as « none »."""

import html
import re

import pytest
from django.core.management import call_command

from catalogue import choices
from catalogue.fields import FIELDS
from catalogue.presentation.words import SILENCE
from events.models import EventProject
from tests.events import factories as events
from tests.factories import SheetFactory, ThemeFactory

pytestmark = pytest.mark.django_db

TITLE = "Un réseau de capteurs"
STATE, THEN = "En cours", "En cours en janvier 2017"
# What would be read into the silence of the sources.
UNTRUE = ("Aucun coût", "Aucune difficulté", "0 €", "Gratuit", "Sans condition", "None", "inconnu")

# Place -> address; {slug}, {number}, {authority}: of the sheet, {beside}: slug of another on the same theme,
# {event}: slug of an event that presents it.
WITH_STATE = {
    "page": "/projets/{slug}/",
    "printed page with a territory": "/projets/{slug}/?territoire={authority}",
    "page of a sheet like it": "/projets/{beside}/",
    "catalogue": "/projets/",
    "catalogue by date": "/projets/?tri=date",
    "catalogue of its theme": "/projets/?theme={theme}",
    "hit": "/projets/?q=capteurs",
    "hit of the whole site": "/recherche/?q=capteurs",
    "near a territory": "/projets/?territoire={authority}",
    "home": "/",
    "event that presents it": "/agenda/{event}/",
    "no result": "/projets/?q=zzyzx",
    "catalogue without an engine": "/projets/",
}
WITHOUT_STATE = {
    "feed": "/projets/fiches.atom",
    "suggestions": "/recherche/suggestions?q=capteurs",
    "difficulties": "/difficultes/",
    "home without an engine": "/",
    "sitemap": "/sitemap.xml",
}


@pytest.fixture
def places(settings, tmp_path):
    """What the addresses above hold in braces."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    theme = ThemeFactory(name="Eau")
    sheet, beside = (
        SheetFactory(
            title=title, main_theme=theme, status=choices.Status.ONGOING, status_date="2017-01"
        )
        for title in (TITLE, "Un autre réseau")
    )
    event = events.published()
    EventProject.objects.create(page=event, sheet=sheet)
    call_command("search_rebuild", verbosity=0)
    return {
        "slug": sheet.slug,
        "number": sheet.number,
        "authority": sheet.authority.code,
        "beside": beside.slug,
        "theme": theme.slug,
        "event": event.slug,
    }


def shown(visitor, settings, places, place) -> str:
    """The answer as a reader has it: what is hidden, and the filters, are not told of a sheet."""
    if place.endswith("without an engine"):
        settings.SEARCH_URL = "no engine of that name"
    answer = visitor.get((WITH_STATE | WITHOUT_STATE)[place].format(**places))
    assert answer.status_code == 200
    text = re.sub(
        r'<(fieldset|details)\b[^>]*class="facet.*?</\1>', "", answer.content.decode(), flags=re.S
    )
    text = re.sub(r"<script(?! type=\"application/ld).*?</script>", "", text, flags=re.S)
    return " ".join(html.unescape(text).replace("\\u00a0", " ").split())


@pytest.mark.parametrize("place", WITH_STATE | WITHOUT_STATE)
def test_an_old_state_is_told_as_of_then_and_silence_is_not_none(visitor, settings, places, place):
    text = shown(visitor, settings, places, place)
    if place in WITH_STATE:
        assert THEN in text
    else:
        assert THEN not in text
    assert not re.search(rf"{STATE}(?! en janvier 2017)", text)
    visible = re.sub(r"<[^>]*>", " ", text)
    for word in UNTRUE:
        assert word not in visible, word


def test_the_page_says_each_silence_where_the_answer_would_stand(visitor, settings, places):
    """On paper too: nothing of it is behind a fold or for a screen alone."""
    text = shown(visitor, settings, places, "page")
    silent = [field for field in FIELDS.values() if field.silence]
    assert len(silent) > 3
    assert text.count(SILENCE.replace("’", "'")) + text.count(SILENCE) >= len(silent)
    assert "<details" not in text.partition("<main")[2].partition(SILENCE)[0]


def test_nobody_finds_a_sheet_by_what_it_does_not_say(visitor, settings, places):
    found = visitor.get("/projets/", {"q": f'"{SILENCE.rstrip(".")}"'}).context["results"]
    assert found["hits"] == []
