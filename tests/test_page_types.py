"""Every type of page in Wagtail: where it may be made, that it opens, can be edited and previewed."""

from unittest import mock

from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase, page_tests

from catalogue.models import ProjectIndexPage, ProjectPage
from curation.models import CollectionPage, CollectionsPage
from events.models import AgendaPage, EventPage, TourPage, ToursPage
from home.models import HomePage, PlainPage
from home.statements import STATEMENTS
from publications.models import PublicationPage, PublicationsPage
from setup.tree import ensure_agenda, ensure_collections, ensure_publications, ensure_tree
from tests.curation.test_collections import collection
from tests.events.factories import EventFactory, TourFactory
from tests.factories import SheetFactory, UserFactory
from tests.publications.made import publication

BELOW = {
    Page: {HomePage},
    HomePage: {
        ProjectIndexPage,
        AgendaPage,
        ToursPage,
        CollectionsPage,
        PublicationsPage,
        PlainPage,
        *STATEMENTS,
    },
    PlainPage: {PlainPage},
    **{statement: set() for statement in STATEMENTS},
    ProjectIndexPage: {ProjectPage},
    AgendaPage: {EventPage},
    ToursPage: {TourPage},
    CollectionsPage: {CollectionPage},
    CollectionPage: set(),
    PublicationsPage: {PublicationPage},
    PublicationPage: set(),
    ProjectPage: set(),
    EventPage: set(),
    TourPage: set(),
}
OURS = set(BELOW) - {Page}


class PageTypes(WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls):
        home, catalogue = ensure_tree()
        home.refresh_from_db()
        plain = home.add_child(instance=PlainPage(title="À propos", slug="a-propos-essai"))
        home.refresh_from_db()
        statements = [
            home.add_child(instance=one(title=one.__name__, slug=one.__name__.lower()))
            for one in STATEMENTS
        ]
        cls.pages = [
            *statements,
            *(
                home,
                catalogue,
                *ensure_agenda(),
                ensure_collections(),
                ensure_publications(),
                plain,
            ),
            *(SheetFactory(), EventFactory(), TourFactory(), collection(SheetFactory())),
            publication(),
        ]

    def setUp(self):
        self.client.force_login(UserFactory(is_superuser=True, is_staff=True))

    def test_all_types_are_here(self):
        assert {type(page) for page in self.pages} == OURS

    def test_where_each_may_be_made(self):
        for parent, children in BELOW.items():
            for child in OURS:
                if child in children:
                    self.assertCanCreateAt(parent, child)
                else:
                    self.assertCanNotCreateAt(parent, child)

    def test_each_is_routable_and_renderable(self):
        for page in self.pages:
            with self.subTest(page=page):
                self.assertPageIsRoutable(page)
                self.assertPageIsRenderable(page)

    def test_each_is_editable(self):
        for page in self.pages:
            with self.subTest(page=page):
                assert (
                    self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code
                    == 200
                )

    # Wagtail logs in with the first backend of the settings: ours counts wrong passwords and knows no account.
    @mock.patch.object(page_tests, "AUTH_BACKEND", "django.contrib.auth.backends.ModelBackend")
    def test_each_is_previewable(self):
        for page in self.pages:
            with self.subTest(page=page):
                self.assertPageIsPreviewable(page)
