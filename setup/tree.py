"""The pages that every instance has: home, and the catalogue that holds the sheets."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from catalogue.models import ProjectIndexPage
from core.identity import identity
from curation.models import CollectionsPage
from events.models import AgendaPage, ToursPage
from home.models import HomePage
from publications.models import PublicationsPage

INTRODUCTION = (
    "<p>Des projets numériques de communes, d’intercommunalités, de départements et de régions sont réunis "
    "ici : ce qui a été fait et, quand on le sait, ce que cela a coûté et ce qui a coincé. Les fiches "
    "nomment leurs sources.</p>"
)


def ensure_tree() -> tuple[HomePage, ProjectIndexPage]:
    """Create what is missing of it; leave the rest as it is."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(
            instance=HomePage(title="Accueil", slug="accueil", introduction=INTRODUCTION)
        )
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"hostname": "localhost", "root_page": home},
        )
        # The welcome page that Wagtail's own migrations leave.
        for page in root.get_children().exclude(pk=home.pk):
            page.delete()
        home.refresh_from_db()
    _follow_base_url()
    catalogue = ProjectIndexPage.objects.first()
    if catalogue is None:
        catalogue = home.add_child(instance=ProjectIndexPage(title="Projets", slug="projets"))
    return home, catalogue


def _follow_base_url() -> None:
    """One setting knows the public address: Wagtail's site record repeats it (sitemap, e-mails)."""
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.get(is_default_site=True)
    wanted = (address.hostname, port, identity().name)
    if (site.hostname, site.port, site.site_name) != wanted:
        site.hostname, site.port, site.site_name = wanted
        site.save()


def ensure_agenda() -> tuple[AgendaPage, ToursPage]:
    """The pages that hold events and tours; created when missing, left alone otherwise."""
    home, _ = ensure_tree()
    agenda = AgendaPage.objects.first()
    if agenda is None:
        home.refresh_from_db()
        agenda = home.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    tours = ToursPage.objects.first()
    if tours is None:
        home.refresh_from_db()
        tours = home.add_child(instance=ToursPage(title="Tournées", slug="tournees"))
    return agenda, tours


def ensure_collections() -> CollectionsPage:
    """The page that holds collections; created when missing, left alone otherwise."""
    home, _ = ensure_tree()
    collections = CollectionsPage.objects.first()
    if collections is None:
        home.refresh_from_db()
        collections = home.add_child(instance=CollectionsPage(title="Parcours", slug="collections"))
    return collections


def ensure_publications() -> PublicationsPage:
    """The page that holds publications; created when missing, left alone otherwise."""
    home, _ = ensure_tree()
    publications = PublicationsPage.objects.first()
    if publications is None:
        home.refresh_from_db()
        publications = home.add_child(
            instance=PublicationsPage(title="Publications", slug="publications")
        )
    return publications
