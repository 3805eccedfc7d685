from django import template

from territories.lookup import meant
from territories.models import Authority
from territories.names import spelt_words
from territories.typed_names import MAX_LENGTH

register = template.Library()
OFFERED = 3


@register.simple_tag
def places_meant(text: str) -> list[Authority]:
    """`{% places_meant "Baugy" as places %}`: whom the text names and nothing else; at most three who share the name.

    Nobody whose name holds the words or is spelt almost so: « cantine » is no word for Cantin here.
    """
    if len(text) > MAX_LENGTH:
        return []
    meaning = meant(text)
    if meaning.sure:
        return [meaning.sure.authority]
    words = spelt_words(text)
    return [
        one.authority
        for one in meaning.candidates
        if spelt_words((one.other or one.authority).name) == words
    ][:OFFERED]
