"""Pages that the law asks of a public site, as fields: each says what is not filled in yet, to visitors and editors alike.

The first texts stand in `introduction` and `body`, which they share with any plain page.
"""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel, TitleFieldPanel

from core.retention import told
from core.waiting import SHOWN, Waiting
from core.words import full_date, number

from .plain import PlainPage

_LONG = 4000  # characters


class MissingPanel(Panel):
    """At the head of the form: what visitors read as « pas encore renseigné »."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "home/missing_panel.html"

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {"missing": self.instance.missing()}


class StatementPage(PlainPage):
    """A subclass says what it needs, and its sections in the order of the law."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    # Number of the sections that stand above the body; None: all of them.
    body_after: int | None = None
    # The panels of a subclass stand between these.
    _head = [MissingPanel(), TitleFieldPanel("title"), FieldPanel("introduction")]
    _foot = [FieldPanel("body", heading="Autres précisions"), FieldPanel("in_footer")]

    class Meta:
        abstract = True

    def needed(self) -> tuple[str, ...]:
        """Names of the fields without which the page does not say all that it has to."""
        raise NotImplementedError

    def sections(self) -> list[dict]:
        """In the order of the page: {title, rows, text}; rows as `row` gives them, text: a sentence that the law words."""
        raise NotImplementedError

    def missing(self) -> list[str]:
        """Labels of what is needed and not there."""
        return [self._label(name) for name in self.needed() if not self.said(name)]

    def row(self, name: str) -> dict | None:
        """{label, lines}, without lines where it is needed and missing; None for what may be left empty."""
        said = self.said(name)
        if not said and name not in self.needed():
            return None
        return {"label": self._label(name), "lines": said.splitlines()}

    def rows(self, *names: str) -> list[dict]:
        return [row for name in names if (row := self.row(name))]

    def said(self, name: str) -> str:
        value = getattr(self, name)
        if name.endswith("_on"):
            return full_date(value) if value else ""
        if (display := getattr(self, f"get_{name}_display", None)) and value:
            return display()
        if name.endswith("rate"):
            return "" if value is None else f"{number(f'{float(value):g}')} %"
        return value.strip()

    def _label(self, name: str) -> str:
        label = str(self._meta.get_field(name).verbose_name)
        return label[0].upper() + label[1:]

    def get_template(self, request, *args, **kwargs):
        return "home/statement_page.html"

    def get_context(self, request, *args, **kwargs):
        sections = self.sections()
        at = len(sections) if self.body_after is None else self.body_after
        told = {"before": sections[:at], "after": sections[at:], "missing": self.missing()}
        return super().get_context(request, *args, **kwargs) | told


def done_already(day: datetime.date) -> None:
    if day > timezone.localdate():
        raise ValidationError("Cette date est à venir.")


def _day(label: str) -> models.DateField:
    return models.DateField(label, null=True, blank=True, validators=[done_already])


def _line(label: str, help_text: str = "", **more) -> models.CharField:
    return models.CharField(label, max_length=200, blank=True, help_text=help_text, **more)


def _text(label: str, help_text: str = "") -> models.TextField:
    return models.TextField(label, max_length=_LONG, blank=True, help_text=help_text)


def _rate(label: str, help_text: str) -> models.DecimalField:
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=help_text,
    )


class Conformity(models.TextChoices):
    NONE = "non", "non conforme"
    PARTIAL = "partielle", "partiellement conforme"
    FULL = "totale", "totalement conforme"


class AccessibilityPage(StatementPage):
    """The statement that the RGAA words (article 47 of the law of 11 February 2005)."""

    state = models.CharField(
        "état de conformité au RGAA",
        max_length=10,
        choices=Conformity,
        blank=True,
        help_text="Vide tant qu’aucun audit n’a été fait : la page le dit.",
    )
    stated_on = _day("date de la déclaration")
    audited_by = _line("audit fait par", "L’organisme, ou le service de l’éditeur.")
    audited_on = _day("date de l’audit")
    rate = _rate("taux de conformité", "Part des critères applicables qui sont respectés, en %.")
    non_conformities = _text("non-conformités", "Ce qui n’est pas accessible : un point par ligne.")
    derogations = _text(
        "dérogations pour charge disproportionnée", "Un point par ligne, avec sa raison."
    )
    exempt = _text("contenus qui ne sont pas soumis à l’obligation", "Un contenu par ligne.")
    contact = _text("contact", "Adresse électronique, formulaire ou téléphone : un par ligne.")

    content_panels = [
        *StatementPage._head,
        FieldRowPanel([FieldPanel("state"), FieldPanel("stated_on")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("audited_by"), FieldPanel("audited_on")]),
                FieldPanel("rate"),
            ],
            heading="L’audit",
        ),
        MultiFieldPanel(
            [FieldPanel("non_conformities"), FieldPanel("derogations"), FieldPanel("exempt")],
            heading="Ce qui n’est pas accessible",
        ),
        FieldPanel("contact"),
        *StatementPage._foot,
    ]

    class Meta:
        verbose_name = "déclaration d’accessibilité"
        verbose_name_plural = "déclarations d’accessibilité"

    def needed(self):
        names = ("state", "stated_on", "contact")
        if self.state in (Conformity.PARTIAL, Conformity.FULL):
            names += ("audited_by", "audited_on", "rate")
        return (*names, "non_conformities") if self.state == Conformity.PARTIAL else names

    def sections(self):
        without = (
            "Aucun audit n’a été déclaré : le niveau de conformité de ce site n’est pas établi."
        )
        return [
            {
                "title": "État de conformité",
                "rows": self.rows("state", "stated_on"),
                "text": "" if self.state else without,
            },
            {
                "title": "Résultats de l’audit",
                "rows": self.rows("audited_by", "audited_on", "rate"),
                "text": "",
            },
            {
                "title": "Contenus non accessibles",
                "rows": self.rows("non_conformities", "derogations", "exempt"),
                "text": "",
            },
            {
                "title": "Retour d’information et contact",
                "rows": self.rows("contact"),
                "text": "Si vous n’arrivez pas à accéder à un contenu ou à un service, écrivez-nous : nous vous "
                "orienterons vers une alternative accessible, ou vous donnerons le contenu sous une autre forme.",
            },
            {
                "title": "Voies de recours",
                "rows": [],
                "text": "Vous nous avez signalé un défaut d’accessibilité qui vous empêche d’accéder à un contenu ou à un "
                "service, et vous n’avez pas obtenu de réponse satisfaisante : vous pouvez saisir le Défenseur des droits, "
                "par le formulaire de defenseurdesdroits.fr, auprès de son délégué dans votre région, ou par courrier "
                "gratuit, sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris Cedex 07.",
            },
        ]


class EcodesignPage(StatementPage):
    """The statement of ecodesign that the RGESN words."""

    stated_on = _day("date de la déclaration")
    level = _line(
        "référentiel et niveau visé", "Par exemple « RGESN 2024, critères prioritaires »."
    )
    rate = _rate("taux de conformité", "Part des critères applicables qui sont respectés, en %.")
    done = _text("ce qui a été fait", "Un point par ligne.")
    to_do = _text("ce qui reste à faire", "Un point par ligne.")
    contact = _text("contact", "À qui écrire à ce sujet.")

    content_panels = [
        *StatementPage._head,
        FieldRowPanel([FieldPanel("stated_on"), FieldPanel("rate")]),
        *(FieldPanel(name) for name in ("level", "done", "to_do", "contact")),
        *StatementPage._foot,
    ]

    class Meta:
        verbose_name = "déclaration d’écoconception"
        verbose_name_plural = "déclarations d’écoconception"

    def needed(self):
        return ("stated_on", "level", "rate", "done", "contact")

    def sections(self):
        return [
            {"title": "Évaluation", "rows": self.rows("stated_on", "level", "rate"), "text": ""},
            {"title": "Ce que nous faisons", "rows": self.rows("done", "to_do"), "text": ""},
            {"title": "Contact", "rows": self.rows("contact"), "text": ""},
        ]


class LegalNoticePage(StatementPage):
    """What article 6 of the law of 21 June 2004 (LCEN) asks to know of who publishes and who hosts."""

    publisher = _line("éditeur", "Nom ou raison sociale.")
    legal_form = _line("forme juridique", "Association, syndicat mixte, GIP…")
    registration = _line("numéro d’immatriculation", "SIREN, RNA… S’il y en a un.")
    address = _text("adresse du siège")
    telephone = _line("téléphone")
    email = models.EmailField("adresse électronique", blank=True)
    director = _line("direction de la publication", "Prénom, nom et fonction.")
    host = _line("hébergeur", "Nom ou raison sociale.")
    host_address = _text("adresse de l’hébergeur")
    host_telephone = _line("téléphone de l’hébergeur")

    content_panels = [
        *StatementPage._head,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("publisher"), FieldPanel("legal_form")]),
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("telephone"), FieldPanel("email")]),
                FieldPanel("registration"),
                FieldPanel("director"),
            ],
            heading="L’éditeur",
        ),
        MultiFieldPanel(
            [FieldPanel("host"), FieldPanel("host_address"), FieldPanel("host_telephone")],
            heading="L’hébergeur",
        ),
        *StatementPage._foot,
    ]

    class Meta:
        verbose_name = "mentions légales"
        verbose_name_plural = "mentions légales"

    def needed(self):
        return (
            *("publisher", "legal_form", "address", "telephone", "email", "director"),
            *("host", "host_address", "host_telephone"),
        )

    def sections(self):
        publisher = ("publisher", "legal_form", "registration", "address", "telephone", "email")
        return [
            {"title": "Éditeur", "rows": self.rows(*publisher), "text": ""},
            {"title": "Publication", "rows": self.rows("director"), "text": ""},
            {
                "title": "Hébergement",
                "rows": self.rows("host", "host_address", "host_telephone"),
                "text": "",
            },
        ]


class PersonalDataPage(StatementPage):
    """What articles 13 and 14 of the GDPR ask to tell whose data is kept; the table is what erases it (`core/retention.py`)."""

    controller = _line("responsable du traitement", "Nom de l’organisme.")
    controller_contact = _text("contact du responsable", "Adresse postale, adresse électronique.")
    dpo = _text(
        "déléguée ou délégué à la protection des données",
        "Comment lui écrire. Sans personne désignée : dites-le.",
    )

    body_after = 1
    content_panels = [
        *StatementPage._head,
        FieldPanel("controller"),
        FieldPanel("controller_contact"),
        FieldPanel("dpo"),
        FieldPanel(
            "body",
            heading="Ce qui se passe, en clair",
            help_text="Le tableau de ce qui est gardé, pourquoi et combien de temps, suit ce texte : le site l’écrit lui-même.",
        ),
        FieldPanel("in_footer"),
    ]

    class Meta:
        verbose_name = "page des données personnelles"
        verbose_name_plural = "pages des données personnelles"

    def get_template(self, request, *args, **kwargs):
        return "home/personal_data_page.html"

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"kept": told()}

    def needed(self):
        return ("controller", "controller_contact", "dpo")

    def sections(self):
        return [
            {"title": "Qui répond de vos données", "rows": self.rows(*self.needed()), "text": ""},
            {
                "title": "Vos droits",
                "rows": [],
                "text": "Vous pouvez demander à voir, corriger ou effacer ce qui vous concerne, en limiter l’usage ou vous y "
                "opposer, en écrivant à l’une de ces adresses. Si la réponse ne vous convient pas, vous pouvez saisir la CNIL : "
                "cnil.fr, ou 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07.",
            },
        ]


STATEMENTS = (LegalNoticePage, AccessibilityPage, EcodesignPage, PersonalDataPage)


def waiting(user) -> list[Waiting]:
    """« À faire »: of each page that this person may edit, what is missing. A statement for each type."""
    found = []
    for model in STATEMENTS:
        for page in model.objects.all():
            missing = page.missing()
            if missing and page.permissions_for_user(user).can_edit():
                url = reverse("wagtailadmin_pages:edit", args=[page.pk])
                found.append((page.title, url, len(missing)))
    if not found:
        return []
    told = "Pages que la loi demande, incomplètes"
    first = tuple((f"{title} ({count})", url) for title, url, count in found[:SHOWN])
    return [Waiting(label=told, count=len(found), url=found[0][1], order=700, first=first)]
