"""What a publication is, where it stands, and what became of its recommendations."""

from django.db import models


class Kind(models.TextChoices):
    MANIFESTO = "manifeste", "Manifeste"
    CONTRIBUTION = "contribution", "Contribution"
    LETTER = "lettre", "Lettre"
    MOTION = "motion", "Motion"
    CHARTER = "charte", "Charte"
    REPORT = "rapport", "Rapport"
    STUDY = "etude", "Étude"
    BAROMETER = "barometre", "Baromètre"
    GUIDE = "guide", "Guide"
    TOOL = "outil", "Outil"
    PRESS_RELEASE = "communique", "Communiqué"
    OPINION = "tribune", "Tribune"
    MINUTES = "compte-rendu", "Compte rendu"
    MINISTERIAL_ANSWER = "reponse-ministerielle", "Réponse ministérielle"
    NEWS = "actualite", "Actualité"


class State(models.TextChoices):
    DRAFTED = "en-preparation", "En préparation"
    # Whether it is open is said by the clock: `publications.consulting`.
    CONSULTED = "en-consultation", "Mise en consultation"
    ADOPTED = "adoptee", "Adoptée"
    SENT = "envoyee", "Envoyée"
    ANSWERED = "repondue", "A reçu une réponse"
    PUBLISHED = "publiee", "Publiée"


class Standing(models.TextChoices):
    """Of a recommendation; "" where no source says what became of it."""

    TAKEN_UP = "retenue", "Retenue"
    UNDER_WAY = "engagee", "Engagée"
    PARTLY_DONE = "en-partie", "Réalisée en partie"
    DONE = "realisee", "Réalisée"
    REFUSED = "ecartee", "Écartée"
    WITHOUT_EFFECT = "sans-suite", "Restée sans suite"
