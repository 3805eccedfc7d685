from django import template

from territories.lookup import meant
from territories.models import Authority
from territories.typed_names import MAX_LENGTH

register = template.Library()
OFFERED = 3


@register.simple_tag
def places_meant(text: str) -> list[Authority]:
    """`{% places_meant "Baugy" as places %}`: whom the text names and nothing else; at most three who share the name."""
    if len(text) > MAX_LENGTH:
        return []
    meaning = meant(text, limit=OFFERED)
    if meaning.sure:
        return [meaning.sure.authority]
    return meaning.candidates
