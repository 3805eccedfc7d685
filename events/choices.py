"""The closed lists of an event. Values are part of addresses and exports: they never change."""

from django.db.models import TextChoices


class Kind(TextChoices):
    STAGE = "etape", "Étape de tournée"
    FORUM = "forum", "Forum"
    CONGRESS = "congres", "Congrès"
    STUDY_DAY = "journee_etude", "Journée d’étude"
    WORKING_GROUP = "groupe_travail", "Groupe de travail"
    COLLOQUIUM = "colloque", "Colloque"
    MEETING = "rencontre", "Rencontre"
    COMMISSION = "commission", "Commission"
    WEBINAR = "webinaire", "Webinaire"
    LOCAL_DEBATE = "debat_local", "Débat local"


class Format(TextChoices):
    """Empty: not known."""

    ON_SITE = "presentiel", "Sur place"
    ONLINE = "distanciel", "En ligne"
    HYBRID = "hybride", "Sur place et en ligne"


class Change(TextChoices):
    """What the organiser says of the plan; all other states are derived from the clock."""

    NONE = "", "Aucun changement"
    POSTPONED = "reporte", "Reporté"
    CANCELLED = "annule", "Annulé"


class CalendarBy(TextChoices):
    DAY = "jour", "une entrée par jour"
    SESSION = "seance", "une entrée par séance"


class Registration(TextChoices):
    """How one registers. Empty: not said; an address then says it."""

    FREE = "libre", "Entrée libre, sans inscription"
    ELSEWHERE = "ailleurs", "Sur un autre site"


class RegistrationState(TextChoices):
    """Computed when asked (`events.registration.standing_of`), never stored; full is what the organiser
    declares."""

    FREE = "libre", "Entrée libre, sans inscription"
    SOON = "bientot", "Inscriptions à venir"
    OPEN = "ouvertes", "Inscriptions ouvertes"
    FULL = "complet", "Complet"
    CLOSED = "closes", "Inscriptions closes"


class DocumentKind(TextChoices):
    PROGRAMME = "programme", "Programme"
    SLIDES = "presentation", "Présentation"
    REPORT = "compte_rendu", "Compte rendu"
    OTHER = "autre", "Document"


class State(TextChoices):
    """What a visitor is told. Computed when asked (`events.timing.state_of`), never stored."""

    UNDATED = "sans_date", "Date non connue"
    UPCOMING = "a_venir", "À venir"
    TODAY = "aujourd_hui", "Aujourd’hui"
    LIVE = "en_direct", "En direct"
    PAST = "passe", "Passé"
    REPORTED = "compte_rendu", "Compte rendu disponible"
    POSTPONED = "reporte", "Reporté"
    CANCELLED = "annule", "Annulé"
