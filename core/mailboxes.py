"""E-mail addresses: whether one can be written to, and which of them are one and the same box."""

import unicodedata
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.utils.encoding import punycode

# What a word processor or a web page puts for a hyphen, and what shows nothing.
_HYPHENS = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d\u00ad"), "-"
)
# The letters that the registry of .fr knows, and with it most of Europe's west; others only look like them.
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.ßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœ")
# Providers for whom a dot in the name makes no other box.
_WITHOUT_DOTS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


def validate_mailbox(address: str) -> None:
    """Raises ValidationError, with words, for one that cannot be written to or
    whose domain reads as another one."""
    name, at, domain = address.rpartition("@")
    if not (at and name and domain):
        return  # no address at all: Django's own validator says so
    plain = unicodedata.normalize("NFKC", address).translate(_HYPHENS)
    if plain != unicodedata.normalize("NFC", address):
        raise ValidationError(
            f"Cette adresse contient un caractère qui ressemble à un autre, comme en met un traitement de "
            f"texte. Vouliez-vous écrire « {plain} » ? Retapez-la au clavier.",
            code="look_alike",
        )
    try:
        ascii_domain = punycode(domain)
        shown = ascii_domain.encode("ascii").decode("idna")
    except UnicodeError:
        raise ValidationError(
            f"Le domaine « {domain} » ne peut pas recevoir de courrier : l’une de ses parties est trop longue "
            "ou mal formée. Vérifiez ce qui suit l’arobase.",
            code="domain",
        ) from None
    if strange := sorted(set(shown.lower()) - _LETTERS):
        raise ValidationError(
            f"Le domaine « {shown} » contient « {strange[0]} », une lettre d’un autre alphabet qui peut passer "
            "pour une des nôtres. Retapez au clavier ce qui suit l’arobase.",
            code="look_alike",
        )
    if len(ascii_domain) > 253 or len(name) > 64:
        raise ValidationError(
            "Cette adresse est trop longue pour recevoir du courrier. Vérifiez-la.", code="too_long"
        )


def mailbox(address: str) -> str:
    """What is the same for every way of writing to one box: case, « nom+1@ », dots where they do not count."""
    name, _, domain = address.strip().casefold().rpartition("@")
    with suppress(UnicodeError):
        domain = punycode(domain).lower().rstrip(".")
    name = name.strip('"').partition("+")[0] or name
    if domain in _WITHOUT_DOTS:
        name = name.replace(".", "")
    return f"{name}@{_WITHOUT_DOTS.get(domain, domain)}"
