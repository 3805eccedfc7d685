"""What a service, its perimeter and its price may be."""

from django.db.models import TextChoices


class Kind(TextChoices):
    INCLUDED = "inclus", "Inclus dans l’adhésion"
    OPTION = "option", "Option de l’adhésion"
    A_LA_CARTE = "carte", "À la carte"
    JOINT_PURCHASE = "groupement", "Groupement de commandes ou centrale d’achat"
    LENDING = "pret", "Prêt"


class Access(TextChoices):
    """What it takes of whoever lies within the perimeter."""

    OPEN = "ouvert", "Rien de plus que d’être dans le périmètre"
    JOIN = "adhesion", "Adhérer au fournisseur"


class State(TextChoices):
    RUNNING = "en_service", "En service"
    PLANNED = "prevu", "Prévu"
    STOPPED = "arrete", "Arrêté"


class Path(TextChoices):
    """By what somebody is served: what a line of a perimeter names."""

    AUTHORITY = "collectivite", "Une collectivité, nommée"
    EPCI = "epci", "Une intercommunalité et ses communes"
    DEPARTEMENT = "departement", "Un département"
    REGION = "region", "Une région"
    NATIONAL = "national", "Toute la France"
    MEMBERS = "membres", "Des membres dont nous n’avons pas la liste"


class Answer(TextChoices):
    """Is it open to me? From the best to the least."""

    OPEN = "ouvert", "Ouvert"
    JOIN = "adhesion", "Possible en adhérant"
    UNKNOWN = "inconnu", "Nous ne savons pas"
    OUT = "hors", "Hors périmètre"


class Basis(TextChoices):
    FLAT = "forfait", "Forfait"
    INHABITANT = "habitant", "Par habitant"
    STAFF = "agent", "Par agent"
    SCHOOL = "ecole", "Par école"
    OTHER = "autre", "Autre règle, ou montant qui n’est pas un tarif"


class Period(TextChoices):
    YEAR = "an", "par an"
    MONTH = "mois", "par mois"
    ONCE = "une_fois", "une fois"


class Tax(TextChoices):
    WITHOUT = "HT", "HT"
    WITH = "TTC", "TTC"
