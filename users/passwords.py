"""What may be a password: Django's rules, and that it is not the same few characters, a row of the keyboard, the site's
name or the person's with a year behind it.

What anybody who guesses would try first is taken out; what is left must still be long enough to be guessed by nobody.
"""

import re
import unicodedata
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from core.identity import identity

FEWEST_DIFFERENT = 5
LEFT = 6  # characters, of whatever is not guessed
SHORTEST_NAME = 3  # a shorter one is in many words
_LOOKS_LIKE = str.maketrans("0134578@$€!|", "oieastbasell")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    # AZERTY, shifted too, QWERTY, QWERTZ
    *("azertyuiop", "qsdfghjklm", "wxcvbn", "&é\"'(-è_çà", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *("qwertzuiop", "yxcvbnm", "1q2w3e4r5t6y7u8i9o0p", "1a2z3e4r5t6y7u8i9o0p"),
)
_SHORTEST_ROW = 4
_LONGEST_UNIT = 16  # of what is repeated
_SITE = ("essaim", "mairie", "motdepasse", "password", "administrateur", "administration", "admin")
_SITE += ("collectivite", "commune", "wagtail", "bonjour", "bienvenue")
RULES = (
    "Au moins 12 caractères. Quelques mots sans rapport entre eux font un bon mot de passe ; évitez votre nom, "
    "celui du site, les suites (azerty, 1234) et les répétitions."
)


class GuessableValidator:
    def validate(self, password, user=None):
        text = _folded(password)
        if len(set(text)) < FEWEST_DIFFERENT or _repeated(text):
            raise ValidationError(
                "Ce mot de passe répète les mêmes caractères. Choisissez-en un plus varié.",
                code="password_repeated",
            )
        left = _without_rows(text)
        if len(left) < LEFT:
            raise ValidationError(
                "Ce mot de passe est une suite de l’alphabet, de chiffres ou de touches voisines. "
                "Choisissez-en un que personne ne devine.",
                code="password_sequence",
            )
        for names, code, words in (
            (_names_of(user), "password_user", "votre nom ou votre adresse"),
            (
                _names_of_site(),
                "password_site",
                "le nom du site ou un mot que tout le monde essaie",
            ),
        ):
            if len(_without(left, names)) < LEFT:
                raise ValidationError(
                    f"Ce mot de passe contient {words}, et trop peu d’autres caractères. "
                    "Ajoutez des mots qui n’ont pas de rapport.",
                    code=code,
                )
        core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
        if (len(left) < 2 * LEFT and _is_common(core)) or _is_common(_read(core)):
            raise ValidationError(
                f"« {core} » est l’un des mots de passe les plus courants : des chiffres autour ne le protègent pas.",
                code="password_common_word",
            )

    def get_help_text(self):
        return RULES


def _folded(text: str) -> str:
    """Small letters without accents or spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one) and not one.isspace())


def _read(text: str) -> str:
    """With figures and signs as the letters that they stand for: « m0td3p@sse »."""
    return text.translate(_LOOKS_LIKE)


def _repeated(text: str) -> bool:
    """Whether it is one unit again and again, twice at least: "abcabcabcab"."""
    return any(
        (text[:size] * (len(text) // size + 1))[: len(text)] == text
        for size in range(1, min(len(text) // 2, _LONGEST_UNIT) + 1)
    )


@cache
def _pieces() -> frozenset[str]:
    """Each row and its reverse, cut in pieces of _SHORTEST_ROW."""
    both = [row for one in _ROWS for row in (_folded(one), _folded(one)[::-1])]
    size = _SHORTEST_ROW
    return frozenset(row[at : at + size] for row in both for at in range(len(row) - size + 1))


def _without_rows(text: str) -> str:
    """Without runs of a row, and without more than two of one character."""
    size = _SHORTEST_ROW
    taken = set()
    for at in range(len(text) - size + 1):
        if text[at : at + size] in _pieces():
            taken.update(range(at + 1, at + size))
    left = "".join(one for at, one in enumerate(text) if at not in taken)
    return re.sub(r"(.)\1{2,}", r"\1\1", left)


def _without(text: str, names: set[str]) -> str:
    """Without these names, without years, figures and signs around them."""
    found = [
        name for name in sorted(names, key=len, reverse=True) if name in text or name in _read(text)
    ]
    if not found:
        return text
    for name in found:
        text = text.replace(name, " ") if name in text else _read(text).replace(name, " ")
    return re.sub(r"[\W\d_]+", "", text)


def _names(*texts: str) -> set[str]:
    words = {word for text in texts for word in re.split(r"[\W\d_]+", _plain(text))}
    whole = {re.sub(r"[\W\d_]+", "", _plain(text)) for text in texts}
    return {word for word in words | whole if len(word) >= SHORTEST_NAME}


def _plain(text: str) -> str:
    """As `_folded`, with its spaces: they part names."""
    return " ".join(_folded(word) for word in text.split())


def _names_of(user) -> set[str]:
    if user is None:
        return set()
    domain = user.email.rpartition("@")[2].rpartition(".")[0]
    return _names(
        user.username, user.first_name, user.last_name, user.email.partition("@")[0], domain
    )


def _names_of_site() -> set[str]:
    host = (urlsplit(settings.BASE_URL).hostname or "").rpartition(".")[0]
    return _names(identity().name, host) | set(_SITE)


@cache
def _common() -> set[str]:
    return CommonPasswordValidator().passwords


def _is_common(word: str) -> bool:
    return len(word) >= SHORTEST_NAME and word in _common()
