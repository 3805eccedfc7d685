"""A publication of the network: a manifesto, a report, a letter and what was answered, a piece of news.

A page, as collections are: it has an address that is cited, and so a draft, a preview, a reviewer and redirects.
"""

from django.db import models
from wagtail.fields import RichTextField

from core import rich_text
from core.dates import PartialDateField
from core.models import BasePage, PlacePage
from core.relations import CountedManyToManyField
from core.rows import give_keys
from core.slugs import slug_of
from publications import panels
from publications.choices import Kind, State
from publications.forms import PublicationPageForm
from publications.publication import publication_errors

from .following import Follow, StandingNote
from .rows import Recommendation


class PublicationsPage(PlacePage):
    """Parent of the publications. Its address, /publications/, is answered by `publications.views`."""

    introduction = RichTextField(blank=True, features=rich_text.SENTENCES)

    parent_page_types = ["home.HomePage"]
    subpage_types = ["publications.PublicationPage"]
    content_panels = panels.INDEX_PANELS

    class Meta:
        verbose_name = "liste des publications"


class PublicationPage(BasePage):
    kind = models.CharField("type", max_length=30, choices=Kind, blank=True)
    rubric = models.CharField(
        "rubrique",
        max_length=80,
        blank=True,
        help_text="Celle d’une actualité ou d’une réponse : « Très haut débit ». Ce qui a la même se montre au-dessous.",
    )
    date = PartialDateField("date", help_text="Le jour, ou seulement le mois ou l’année.")
    summary = models.TextField(
        "en bref", max_length=600, blank=True, help_text="Deux phrases, montrées dans les listes."
    )
    body = RichTextField("texte", blank=True, features=rich_text.SECTION)
    # Not `url`: that is the address of the page itself.
    text_url = models.URLField(
        "adresse du texte", max_length=500, blank=True, help_text="Là où le texte entier se lit."
    )
    themes = CountedManyToManyField(
        "taxonomy.Theme", verbose_name="thèmes", blank=True, related_name="+"
    )

    state = models.CharField("état", max_length=20, choices=State, blank=True)
    state_told = models.CharField(
        "état, comme la source l’écrit",
        max_length=120,
        blank=True,
        help_text="Par exemple « entérinée par la commission Numérique ».",
    )
    consultation_opens_on = models.DateField(
        "consultation ouverte le", null=True, blank=True, help_text="Vide : elle l’est déjà."
    )
    consultation_closes_on = models.DateField(
        "consultation close après le", null=True, blank=True, help_text="Ce jour compris."
    )
    consultation_url = models.URLField(
        "adresse de la consultation", max_length=500, blank=True, help_text="Là où l’on répond."
    )
    addressee = models.CharField(
        "adressée à",
        max_length=300,
        blank=True,
        help_text="Une fonction publique, avec le nom de qui l’exerçait si la source le donne.",
    )

    # Of a ministerial answer.
    question = models.TextField("question", max_length=4000, blank=True)
    question_by = models.CharField(
        "posée par", max_length=200, blank=True, help_text="Nom et mandat, comme la source l’écrit."
    )
    question_date = PartialDateField("date de la question")
    ministry = models.CharField("ministère", max_length=200, blank=True)

    # Of what waited for an answer.
    answer = models.TextField("réponse reçue", max_length=4000, blank=True)
    answer_date = PartialDateField("date de la réponse reçue")
    answer_url = models.URLField("adresse de la réponse reçue", max_length=500, blank=True)

    recommendations_announced = models.CharField(
        "recommandations annoncées",
        max_length=80,
        blank=True,
        help_text="Quand la source en compte plus qu’il n’en est donné ici : « une cinquantaine ».",
    )
    follow_up = models.TextField("suites", max_length=2000, blank=True)
    note = models.TextField("précisions", max_length=2000, blank=True)

    template = "publications/publication_page.html"
    base_form_class = PublicationPageForm
    edit_handler = panels.TABS
    parent_page_types = ["publications.PublicationsPage"]
    subpage_types = []

    class Meta:
        verbose_name = "publication"
        verbose_name_plural = "publications"

    def clean(self):
        super().clean()
        self.rubric = self._known_rubric()

    def _known_rubric(self) -> str:
        """As it was first written: « très haut débit » is « Très haut débit », typed or brought by a content file."""
        typed = " ".join(self.rubric.split())
        if not typed:
            return ""
        known = PublicationPage.objects.filter(rubric__iexact=typed).exclude(pk=self.pk)
        return known.order_by("pk").values_list("rubric", flat=True).first() or typed

    def save(self, *args, **kwargs):
        self._give_codes()
        return super().save(*args, **kwargs)

    def save_revision(self, *args, **kwargs):
        give_keys(self, "recommendations", "text")
        self._give_codes()
        return super().save_revision(*args, **kwargs)

    def _give_codes(self) -> None:
        """Each recommendation has an address of its own, given once: its number may be corrected, or it may move.

        Never that of one that was deleted: its history and those who follow it are not those of another. A merge of two
        drafts may bring a row twice: the first keeps the address.
        """
        rows = list(self.recommendations.all())
        if self.pk and not all(row.code for row in rows):
            online = Recommendation.objects.filter(page=self.pk).order_by()
            codes = dict(online.values_list("pk", "code"))
            for row in rows:
                row.code = row.code or codes.get(row.pk, "")
        taken: set[str] = set()
        waiting = []
        for row in rows:
            if not row.code or row.code in taken:
                waiting.append(row)
            else:
                taken.add(row.code)
        if waiting and self.pk:
            taken |= self._known_codes()
        for row in waiting:
            stem = slug_of(row.number, 20) if row.number else "sans-numero"
            options = [stem] if row.number else []
            options += [f"{stem}-{place}" for place in range(1, len(taken) + 2)]
            row.code = next(code for code in options if code not in taken)
            taken.add(row.code)

    def _known_codes(self) -> set[str]:
        """Of what is online, was told or is followed; one statement."""
        found = (
            model.objects.filter(page=self.pk).order_by().values_list("code", flat=True)
            for model in (Recommendation, StandingNote, Follow)
        )
        first, *others = found
        return set(first.union(*others))

    def publication_errors(self) -> dict[str, str]:
        return super().publication_errors() | publication_errors(self)

    def after_publication(self) -> None:
        StandingNote.objects.note(self)
