"""The event, the tour that gathers its stages, and the two pages of the tree that hold them.

As for sheets, a draft may lack anything: `events.publication` alone says what publishing needs.
"""

import datetime

from django.db import models
from django.utils import timezone
from wagtail.fields import RichTextField

from core import rich_text
from core.dates import PartialDateField
from core.models import BasePage, PlacePage
from core.relations import CountedManyToManyField
from core.rows import form_errors
from core.sanitising import plain_text
from core.visibility import visible
from events import choices, panels, timing, zones
from events.forms import EventPageForm, TourPageForm
from events.ownership import OwnPageTester, PlaceTester
from events.publication import publication_errors

from .registration import RegistrationFields


class AgendaPage(PlacePage):
    """Parent of the events. Its address, /agenda/, is answered by `events.agenda`."""

    introduction = RichTextField(blank=True, features=rich_text.SENTENCES)

    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage"]
    content_panels = panels.INDEX_PANELS

    class Meta:
        verbose_name = "agenda"

    def permissions_for_user(self, user):
        return PlaceTester(user, self)


class ToursPage(PlacePage):
    """Parent of the tours, and their list at /tournees/."""

    introduction = RichTextField(blank=True, features=rich_text.SENTENCES)

    template = "events/tours_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.TourPage"]
    content_panels = panels.INDEX_PANELS

    class Meta:
        verbose_name = "tournées"

    def permissions_for_user(self, user):
        return PlaceTester(user, self)


class TourPage(BasePage):
    """One tour, or one edition of it: the stages are events that point to it."""

    series = models.CharField(
        "série",
        max_length=120,
        blank=True,
        help_text="Le nom commun à toutes les éditions : elles se montrent l’une l’autre.",
    )
    edition = models.CharField(
        "édition",
        max_length=40,
        blank=True,
        help_text="Par exemple 2026. Vide : toutes les années.",
    )
    summary = models.TextField(
        "en bref",
        max_length=500,
        blank=True,
        help_text="Deux phrases : à qui elle s’adresse, pourquoi venir.",
    )
    description = RichTextField("présentation", blank=True, features=rich_text.SECTION)
    themes = CountedManyToManyField(
        "taxonomy.Theme", verbose_name="thèmes", blank=True, related_name="+"
    )
    is_demonstration = models.BooleanField(
        "démonstration", default=False, help_text="Le dit clairement sur chacune de ses pages."
    )

    template = "events/tour_page.html"
    base_form_class = TourPageForm
    edit_handler = panels.TOUR_TABS
    parent_page_types = ["events.ToursPage"]
    subpage_types = []

    class Meta:
        verbose_name = "tournée"
        verbose_name_plural = "tournées"

    def permissions_for_user(self, user):
        return OwnPageTester(user, self)

    def publication_errors(self) -> dict[str, str]:
        return super().publication_errors() | form_errors(self)


class EventPage(RegistrationFields, BasePage):
    # What it is
    summary = models.TextField(
        "en bref",
        max_length=500,
        blank=True,
        help_text="Deux phrases : de quoi il sera question, pour qui. Montré dans les listes.",
    )
    kind = models.CharField("nature", max_length=20, choices=choices.Kind, blank=True)
    format = models.CharField(
        "format", max_length=20, choices=choices.Format, blank=True, help_text="Vide : non connu."
    )
    tour = models.ForeignKey(
        "events.TourPage",
        verbose_name="tournée",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stages",
    )
    series = models.CharField(
        "série",
        max_length=120,
        blank=True,
        help_text="Pour un rendez-vous qui revient sans être une tournée : « Forum des Interconnectés ».",
    )
    host = models.ForeignKey(
        "territories.Authority",
        verbose_name="collectivité hôte",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="hosted_events",
    )
    main_theme = models.ForeignKey(
        "taxonomy.Theme",
        verbose_name="thème principal",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    other_themes = CountedManyToManyField(
        "taxonomy.Theme", verbose_name="autres thèmes", blank=True, related_name="+"
    )

    # When
    start = PartialDateField("début", help_text="Le jour, ou seulement le mois ou l’année.")
    end = PartialDateField("fin", help_text="Vide : le même jour.")
    start_time = models.TimeField("heure de début", null=True, blank=True)
    end_time = models.TimeField("heure de fin", null=True, blank=True)
    time_zone = models.CharField(
        "fuseau horaire",
        max_length=60,
        blank=True,
        validators=[zones.validate_zone],
        help_text="Les heures sont celles du lieu. Vide : le fuseau suit la commune.",
    )
    change = models.CharField(
        "changement", max_length=10, choices=choices.Change.choices[1:], blank=True
    )
    change_reason = models.CharField(
        "raison", max_length=300, blank=True, help_text="Montrée aux visiteurs."
    )
    first_announced = PartialDateField(
        "date d’abord annoncée",
        help_text="D’un événement reporté. La nouvelle date s’écrit dans « début » ; si elle n’est pas "
        "encore connue, laissez la même.",
    )

    # Where
    commune = models.ForeignKey(
        "territories.Authority",
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        help_text="Nom, code postal ou code INSEE : la carte, la région et l’heure suivent.",
    )
    venue = models.CharField("lieu", max_length=200, blank=True, help_text="Salle, bâtiment.")
    address = models.CharField("adresse", max_length=300, blank=True)
    access_text = models.TextField("accès", max_length=1500, blank=True)
    without_car = models.TextField(
        "venir sans voiture",
        max_length=1500,
        blank=True,
        help_text="Gare, ligne de bus, covoiturage, navette.",
    )
    accessibility = models.TextField(
        "accessibilité",
        max_length=1500,
        blank=True,
        help_text="Rampe, boucle magnétique, langue des signes, place réservée.",
    )
    online_url = models.URLField("lien pour suivre en ligne", max_length=500, blank=True)

    # What for, and what came of it
    description = RichTextField("présentation", blank=True, features=rich_text.SECTION)
    note = models.TextField("précisions", max_length=1000, blank=True)
    report = RichTextField("compte rendu", blank=True, features=rich_text.SECTION)
    replay_url = models.URLField("rediffusion", max_length=500, blank=True)
    source_title = models.CharField("source", max_length=300, blank=True)
    source_url = models.URLField("adresse de la source", max_length=500, blank=True)
    calendar_by = models.CharField(
        "dans les calendriers",
        max_length=10,
        choices=choices.CalendarBy,
        default=choices.CalendarBy.DAY,
    )

    # Derived on save from the above, for lists and orders; never typed.
    begins_at = models.DateTimeField(null=True, editable=False, db_index=True)
    over_at = models.DateTimeField(null=True, editable=False, db_index=True)

    template = "events/event_page.html"
    base_form_class = EventPageForm
    edit_handler = panels.EVENT_TABS
    parent_page_types = ["events.AgendaPage"]
    subpage_types = []

    class Meta:
        verbose_name = "événement"
        verbose_name_plural = "événements"

    def permissions_for_user(self, user):
        return OwnPageTester(user, self)

    def save(self, *args, **kwargs):
        if not self.time_zone:
            self.time_zone = zones.zone_of(self.commune)
        span = self.span()
        self.begins_at, self.over_at = span.begins_at, span.over_at
        super().save(*args, **kwargs)

    def publication_errors(self) -> dict[str, str]:
        return super().publication_errors() | publication_errors(self)

    def why_kept(self, *, deleting: bool) -> str:
        from events.deleting import why_kept

        return why_kept(self, deleting=deleting)

    def after_publication(self) -> None:
        from events.calendar_entries import remember

        remember(self)

    # --- When ---------------------------------------------------------------------------------

    @property
    def zone(self) -> str:
        return self.time_zone or zones.zone_of(self.commune)

    def span(self) -> timing.Span:
        return timing.span(
            self.start, self.end, self.start_time, self.end_time, self.zone, self.sessions.all()
        )

    @property
    def date_to_come(self) -> bool:
        """Postponed, and the new date is not known yet."""
        return self.change == choices.Change.POSTPONED and self.start in ("", self.first_announced)

    @property
    def is_reported(self) -> bool:
        return bool(plain_text(self.report)) or any(
            row.kind == choices.DocumentKind.REPORT for row in self.documents.all()
        )

    def state(self, now: datetime.datetime | None = None) -> choices.State:
        now, span = now or timezone.now(), self.span()
        is_to_come = span.over_at is not None and now < span.over_at
        return timing.state_of(
            change=self.change,
            precise=len(self.start) == 10,
            timed=bool(span.first_time and span.last_time),
            begins_at=span.begins_at,
            over_at=span.over_at,
            # A statement, of which nothing depends before the end.
            reported=not is_to_come and self.is_reported,
            date_to_come=self.date_to_come,
            now=now,
        )

    # --- What ---------------------------------------------------------------------------------

    @property
    def themes(self) -> list:
        """Main theme first."""
        return [theme for theme in (self.main_theme, *self.other_themes.all()) if theme]

    @property
    def is_demonstration(self) -> bool:
        return bool(self.tour_id) and self.tour.is_demonstration

    def public_tour(self) -> TourPage | None:
        """The stages of a tour may be announced before its own page is."""
        if not self.tour_id:
            return None
        return visible(TourPage.objects).filter(pk=self.tour_id).first()

    def series_name(self, tour: TourPage | None) -> str:
        """tour: `public_tour()`; a tour that visitors may not see gives no name."""
        return self.series or (tour.series or tour.title if tour else "")
