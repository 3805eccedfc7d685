"""The closed lists of a sheet. Values are in addresses and in the database: they never change."""

from django.db.models import TextChoices


class Origin(TextChoices):
    DOCUMENTARY = "documentaire", "Documentaire (établie à partir de sources publiques)"
    PROPOSED = "proposee", "Proposée par un agent, en cours de relecture"
    VALIDATED = "validee", "Validée par la collectivité"


class Kind(TextChoices):
    PROJECT = "projet", "Projet ou service"
    EXPERIMENT = "experimentation", "Expérimentation"
    STRATEGY = "strategie", "Démarche stratégique"
    LOCAL_DEBATE = "debat_local", "Débat local"
    SHARED_SERVICE = "service_mutualise", "Service mutualisé"
    INFRASTRUCTURE = "infrastructure", "Infrastructure"
    SHARED_TOOL = "outil_partage", "Outil partagé ou commun numérique"
    CRISIS = "retour_de_crise", "Retour de crise ou d’incident"


class Status(TextChoices):
    IDEA = "idee", "Idée"
    STUDY = "etude", "À l’étude"
    ONGOING = "en_cours", "En cours"
    ROLL_OUT = "deploiement", "En déploiement"
    IN_SERVICE = "en_service", "En service"
    FINISHED = "termine", "Terminé"
    SUSPENDED = "suspendu", "Suspendu"
    ABANDONED = "abandonne", "Abandonné"


class Difficulty(TextChoices):
    ADOPTION = "adhesion_agents", "Adhésion des agents"
    SKILLS = "competences", "Compétences"
    BUDGET = "budget", "Budget"
    LEGAL = "juridique", "Juridique"
    TECHNICAL = "technique", "Technique"
    SUPPLIER = "fournisseur", "Fournisseur"
    USERS = "usagers", "Usagers"
    SCHEDULE = "calendrier", "Calendrier"
    GOVERNANCE = "gouvernance", "Gouvernance"


class CostNature(TextChoices):
    INVESTMENT = "investissement", "Investissement"
    RUNNING = "fonctionnement", "Fonctionnement"


class CostRole(TextChoices):
    WHOLE = "projet", "Coût du projet"
    PART = "partie", "Une partie du coût"
    OTHER = "autre", "Autre montant cité (prix unitaire, budget d’ensemble, dépense évitée…)"


class Period(TextChoices):
    ONCE = "once", "une fois"
    TOTAL = "total", "au total"
    YEARLY = "yearly", "par an"
    MONTHLY = "monthly", "par mois"


class CostUnit(TextChoices):
    """What an amount is counted in, where it is."""

    INHABITANT = "habitant", "habitant"
    LIGHT = "point_lumineux", "point lumineux"
    PUPIL = "eleve", "élève"
    AGENT = "agent", "agent"
    BUILDING = "batiment", "bâtiment"
    SUBSCRIBER = "abonne", "abonné"


class Tax(TextChoices):
    EXCLUDED = "HT", "HT"
    INCLUDED = "TTC", "TTC"


class PartnerRole(TextChoices):
    FUNDER = "financeur", "Financeur"
    SUPPLIER = "prestataire", "Prestataire"
    PEER = "pair", "Collectivité pair"
    ASSOCIATION = "association", "Association"
    STATE = "etat", "État"
    RESEARCH = "recherche", "Recherche"


class MeansUnit(TextChoices):
    DAYS = "jours", "jours"
    HOURS = "heures", "heures"
    FTE = "etp", "équivalents temps plein"
    PEOPLE = "personnes", "personnes"


class MeansOrigin(TextChoices):
    INTERNAL = "interne", "Interne"
    EXTERNAL = "externe", "Externe"


class CodeState(TextChoices):
    PUBLISHED = "publie", "publié"
    NOT_YET = "pas_encore", "pas encore publié"
    CLOSED = "ferme", "non publié"


class Voice(TextChoices):
    """Who speaks in a source."""

    AUTHORITY = "collectivite", "la collectivité"
    PRESS = "presse", "la presse"
    MEASURE = "mesure", "une mesure ou une évaluation"
    OTHER = "autre", "un autre organisme"


class Answer(TextChoices):
    """What the authority answered to one item of a local debate."""

    KEPT = "retenue", "Retenue"
    PARTLY = "partielle", "Retenue en partie"
    ONGOING = "en_cours", "En cours"
    REFUSED = "ecartee", "Écartée"
    UNKNOWN = "non_connu", "Réponse non connue"


class DocumentKind(TextChoices):
    DELIBERATION = "deliberation", "Délibération"
    SPECIFICATIONS = "cahier_des_charges", "Cahier des charges"
    CONTRACT = "contrat", "Contrat ou convention"
    ASSESSMENT = "bilan", "Bilan ou évaluation"
    GUIDE = "guide", "Guide ou mode d’emploi"
    OTHER = "autre", "Autre"


class ReuseState(TextChoices):
    CONSIDERED = "envisagee", "Envisagée"
    ONGOING = "en_cours", "En cours"
    IN_SERVICE = "en_service", "En service"
    STOPPED = "arretee", "Arrêtée"


class SaidHow(TextChoices):
    """How somebody outside said what stands in a field."""

    ANSWER = "reponse", "en réponse à une question"
    CONTRIBUTION = "recit", "en racontant le projet"
    CONFIRMATION = "confirmation", "en confirmant la fiche"
    TELEPHONE = "telephone", "par téléphone"
