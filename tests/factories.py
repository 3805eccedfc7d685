"""Small real objects. What a test does not name is what any such object has."""

import factory
from django.contrib.auth import get_user_model
from wagtail.models import GroupPagePermission, Page
from wagtail_factories import PageFactory

from catalogue.choices import Kind, Origin, Status
from catalogue.models import ProjectIndexPage, ProjectPage, ProjectSource
from core.publishing import publish_new
from setup.accounts import EDITORS, ensure_groups
from setup.tree import ensure_tree
from taxonomy.models import Theme, Tool
from territories.models import Authority, Departement, Region


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"compte{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@exemple.invalid")
    password = factory.django.Password("mot-de-passe")


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    name = factory.Sequence(lambda n: f"Thème {n}")


class ToolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tool

    name = factory.Sequence(lambda n: f"Outil {n}")


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "75"
    name = "Nouvelle-Aquitaine"
    zone = "metro"


class DepartementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Departement
        django_get_or_create = ("code",)

    code = "47"
    name = "Lot-et-Garonne"
    zone = "metro"
    region = factory.SubFactory(RegionFactory)


def _letters(number: int) -> str:
    """« Babobu »: three syllables, others for each number."""
    syllables = [consonant + vowel for consonant in "bcdfglmnprstvz" for vowel in "aeiou"]
    size = len(syllables)
    return "".join(syllables[number // size**at % size] for at in range(3)).capitalize()


class AuthorityFactory(factory.django.DjangoModelFactory):
    """A commune of 5,846 inhabitants in Lot-et-Garonne."""

    class Meta:
        model = Authority

    type = "commune"
    # None that a test names itself: those are the real ones, below.
    code = factory.Sequence(lambda n: f"47{n % 450 + 550}")
    # No number, which a lookup may read as a postcode or a département; none opens with another.
    name = factory.Sequence(lambda n: f"Commune {_letters(n)}")
    population = 5846
    population_year = 2023
    departement = factory.SubFactory(DepartementFactory)
    region = factory.SelfAttribute("departement.region")
    lon = 0.63
    lat = 44.17
    position_precision = "place"
    is_registered = True


class SheetFactory(PageFactory):
    """A published documentary sheet with one source: the least that may be published."""

    class Meta:
        model = ProjectPage
        skip_postgeneration_save = True

    parent = factory.LazyFunction(lambda: catalogue_page())
    title = factory.Sequence(lambda n: f"Un projet numérique {n}")
    slug = factory.Sequence(lambda n: f"projet-{n}")
    summary = "La commune a ouvert un service que les habitants demandaient."
    origin = Origin.DOCUMENTARY
    authority = factory.SubFactory(AuthorityFactory)
    main_theme = factory.SubFactory(ThemeFactory)
    kind = Kind.PROJECT
    status = Status.IN_SERVICE
    status_date = "2023-05"

    # Made with the page: what is created live is asked what every live page is asked.
    sources = factory.LazyFunction(
        lambda: [
            ProjectSource(title="Bulletin municipal", url="https://exemple.fr/b", date="2023-05")
        ]
    )


def draft(**fields) -> ProjectPage:
    """A sheet that was never published, with its first revision."""
    sheet = SheetFactory(live=False, **fields)
    sheet.save_revision()
    return sheet


class Published:
    """Before the factory of a page: as those of a file go online, with the revision, dates and log that come with it."""

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        page = model_class(**kwargs)
        publish_new(page, slug=page.slug, parent=parent)
        return page


class PublishedSheetFactory(Published, SheetFactory):
    pass


def published(**fields) -> ProjectPage:
    sheet = PublishedSheetFactory(**fields)
    sheet.refresh_from_db()
    return sheet


def catalogue_page() -> ProjectIndexPage:
    return ProjectIndexPage.objects.first() or ensure_tree()[1]


def editor():
    """An account of the group Rédaction."""
    from django.contrib.auth.models import Group

    # Given all together; to look through them for each account takes longer than the account.
    if not GroupPagePermission.objects.filter(group__name=EDITORS).exists():
        ensure_groups(catalogue_page())
    user = UserFactory()
    user.groups.add(Group.objects.get(name=EDITORS))
    return user


def root() -> Page:
    return Page.get_first_root_node()
