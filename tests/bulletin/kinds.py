from core import kinds
from core.kinds import Choice, Facet, Kind, Listing
from core.records import Record

from .models import Letter


def tones() -> list[Choice]:
    return [Choice(*one) for one in Letter._meta.get_field("tone").choices]


def record_of(letter: Letter) -> Record:
    url = f"/lettres/{letter.pk}/"
    return Record(
        key=f"lettre:{letter.pk}",
        kind="lettre",
        title=letter.title,
        summary="",
        body=letter.text,
        url=url,
        date=None,
        facets={"ton": (letter.tone,)},
        card={"title": letter.title, "url": url, "kind_label": "Lettre", "theme_slug": ""},
    )


TONE = Facet("ton", "Ton", tones)
LETTERS = Listing(
    kind="lettre",
    url_name="letters",
    title="Lettres",
    label="Rechercher une lettre",
    placeholder="Un sujet",
    noun="lettre",
    none="Aucune lettre",
    nearest="les lettres de chez vous",
    nearest_button="Voir les lettres",
    nearest_skip="Voir les lettres sans choisir de territoire",
    suggests=((TONE, "Ton"),),
)

kinds.register(
    Kind(
        key="lettre",
        model="bulletin.Letter",
        label="Lettres",
        order=500,
        record=record_of,
        floor=lambda letters: letters.filter(is_public=True),
        facets=(TONE,),
        listing=LETTERS,
    )
)
