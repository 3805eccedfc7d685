"""The twelve screens, one question each. A new one is an entry here and a form; its place is its number."""

from dataclasses import dataclass

from .forms import (
    AgainForm,
    ContactForm,
    CostForm,
    DifficultiesForm,
    DoneForm,
    MeansForm,
    NeedForm,
    RedoForm,
    ResultsForm,
    ScreenForm,
    StartForm,
    StatusForm,
    TitleForm,
)


@dataclass(frozen=True, slots=True)
class Way:
    """An answer of one tap, in place of the form's. said: as the answers are read again."""

    key: str
    label: str
    said: str


UNKNOWN = Way("unknown", "Je ne sais pas", "Vous ne savez pas.")
SILENT = Way("silent", "Je préfère ne pas le dire", "Vous préférez ne pas le dire.")
TOO_EARLY = Way("too_early", "Trop tôt pour le dire", "Il est trop tôt pour le dire.")
# Of a sheet that its authority takes over, where it says something.
RIGHT = Way("right", "C’est juste", "Vous confirmez ce que dit la fiche.")
SMOOTH = Way("smooth", "Rien n’a coincé", "Rien n’a coincé.")


@dataclass(frozen=True, slots=True)
class Screen:
    key: str  # of its answers
    question: str
    form: type[ScreenForm] | type[StartForm]
    ways: tuple[Way, ...] = (UNKNOWN,)

    def way(self, key: str) -> Way | None:
        """As it is read again; which ones are offered, `taking_over.ways_of` says."""
        return next((way for way in (*self.ways, RIGHT) if way.key == key), None)


AUTHORITY = Screen("collectivite", "Quelle collectivité a mené ce projet ?", StartForm, ())
TITLE = Screen("titre", "En une phrase, quel est ce projet ?", TitleForm, ())
CONTACT = Screen("contact", "À qui parler de ce projet ?", ContactForm, ())
SCREENS = (
    AUTHORITY,
    TITLE,
    Screen("besoin", "Pour répondre à quel besoin ?", NeedForm),
    Screen("fait", "Qu’avez-vous fait, concrètement ?", DoneForm),
    Screen("avancement", "Où en est-on, et depuis quand ?", StatusForm),
    Screen("cout", "Combien cela a-t-il coûté ?", CostForm, (UNKNOWN, SILENT)),
    Screen("moyens", "Combien de temps, et qui s’y est mis ?", MeansForm),
    Screen("difficultes", "Qu’est-ce qui a coincé ?", DifficultiesForm, (SMOOTH, UNKNOWN)),
    Screen("resultats", "Qu’est-ce que cela a donné ?", ResultsForm, (TOO_EARLY, UNKNOWN)),
    Screen("refaire", "Que faut-il à une autre collectivité pour le refaire ?", RedoForm),
    Screen("a_refaire", "Et si c’était à refaire ?", AgainForm),
    CONTACT,
)
# Beside them: a pasted text, and what its author ticked of what it suggests.
TEXT = "texte"


def number_of(screen: Screen) -> int:
    return SCREENS.index(screen) + 1
