"""An address may guess the value of a facet: it is told nothing of what no public page names."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from catalogue.models import ProjectPage, ProjectPartner, ProjectTool
from events.models import EventOrganiser, EventPage
from network.models import Organisation
from search import facets
from search.index import outbox
from taxonomy.models import Theme, Tool
from tests.events.factories import EventFactory
from tests.factories import SheetFactory, ThemeFactory, ToolFactory

pytestmark = pytest.mark.django_db

NAME = "Chantier Zéphyr"
LISTS = (
    "/projets/",
    "/recherche/",
    "/agenda/",
    "/difficultes/",
    "/services/",
    "/publications/",
    "/financements/",
    "/echeances/",
    "/expertises/",
)
FEEDS = (
    *("/projets/fiches.atom", "/agenda/dates.atom", "/agenda/calendrier.ics"),
    "/publications/publications.atom",
)
# The register of territories is public as a whole: every département and region of the country; labels, funding and
# deadlines are too.
PUBLIC_TABLES = (
    *("territories_region", "territories_departement", "labels_label"),
    *("funding_fundingprogramme", "landmarks_deadline"),
)


def theme():
    return ThemeFactory(name=NAME)


def sub_theme():
    return ThemeFactory(name=NAME, parent=ThemeFactory(name=f"{NAME}, la famille"))


def tool():
    return ToolFactory(name=NAME)


def organisation():
    return Organisation.objects.create(
        name=f"{NAME}, réseau {Organisation.objects.count()}", acronym=NAME
    )


THINGS = {
    "theme": (theme, sub_theme),
    "outil": (tool,),
    "reseau": (organisation,),
    "fournisseur": (organisation,),
}
CASES = [(name, make) for name, made in THINGS.items() for make in made]


def pages_that_name(thing) -> list:
    """A sheet and an event that show it wherever such a page can, not public yet."""
    sheet, event = SheetFactory(live=False), EventFactory(live=False)
    if isinstance(thing, Theme):
        sheet.main_theme = thing
        event.other_themes = [thing]
    elif isinstance(thing, Tool):
        sheet.tools = [ProjectTool(tool=thing)]
    else:
        sheet.partners = [ProjectPartner(label="Partenaire", organisation=thing)]
        event.organisers = [EventOrganiser(organisation=thing)]
    for page in (sheet, event):
        page.save()
        page.save_revision()
    return [sheet, event]


def never_published(pages):
    pass


def private(pages):
    for page in published(pages):
        PageViewRestriction.objects.create(page=page, restriction_type="login")


def unpublished(pages):
    for page in published(pages):
        page.unpublish()


def unpublished_and_not_indexed(pages):
    """The index is late: it still knows them."""
    published(pages)
    outbox.rebuild()
    for model in (ProjectPage, EventPage):
        model.objects.filter(pk__in=[page.pk for page in pages]).update(live=False)


def published(pages):
    for page in pages:
        page.get_latest_revision().publish()
    return [type(page).objects.get(pk=page.pk) for page in pages]


def slugs(thing) -> list[str]:
    family = getattr(thing, "parent", None)
    return [thing.slug, *([family.slug] if family else [])]


def with_parameter(path, name, value) -> str:
    return f"{path}{'&' if '?' in path else '?'}{urlencode({name: value})}"


HIDDEN = (never_published, private, unpublished)


def test_every_facet_made_of_rows_is_tried_here():
    for facet in facets.every():
        with CaptureQueriesContext(connection) as asked:
            if facet.choices:
                facet.choices()
        is_public = all(
            any(f'FROM "{table}"' in query["sql"] for table in PUBLIC_TABLES) for query in asked
        )
        assert bool(facet.rows) is not is_public, facet.name
        assert bool(facet.rows) is (facet.name in THINGS)


@pytest.mark.parametrize(("name", "make"), CASES)
def test_a_guess_is_answered_like_a_word_that_nobody_knows(visitor, index, name, make):
    SheetFactory(), EventFactory()
    guesses = []
    for hide in HIDDEN:
        thing = make()
        hide(pages_that_name(thing))
        guesses += slugs(thing)
    outbox.rebuild()
    # Not found, too: there the page says which filter to lift.
    for path in (*LISTS, *FEEDS, "/recherche/?q=zzyzx"):
        unknown = visitor.get(with_parameter(path, name, "nul-ne-sait")).content.decode()
        for guess in guesses:
            answer = visitor.get(with_parameter(path, name, guess))
            assert answer.status_code == 200
            text = answer.content.decode()
            assert NAME not in text, path
            assert guess not in text, path
            assert len(text) == len(unknown), path


@pytest.mark.parametrize(("name", "make"), CASES)
def test_nor_when_the_index_is_late(visitor, index, name, make):
    thing = make()
    unpublished_and_not_indexed(pages_that_name(thing))
    for path in (*LISTS, *FEEDS):
        title = visitor.get(path, {name: thing.slug}).content.decode().partition("</title>")[0]
        assert NAME not in title
        response = visitor.get(path, {name: thing.slug})
        if path in LISTS:
            assert response.context["results"]["chips"] == []


# Providers are a filter of services alone.
@pytest.mark.parametrize(("name", "make"), [case for case in CASES if case[0] != "fournisseur"])
def test_what_is_public_is_named_even_where_it_finds_nothing(visitor, index, name, make):
    thing = make()
    published(pages_that_name(thing))
    outbox.rebuild()
    for path in LISTS:
        for value in slugs(thing):
            chips = visitor.get(path, {name: value}).context["results"]["chips"]
            assert [NAME in chip["label"] for chip in chips] == [True], path
