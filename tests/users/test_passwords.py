"""What is refused as a password, and in which words."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from users.models import User

PERSON = User(
    username="j.dupont",
    first_name="Jeanne-Marie",
    last_name="Dupont",
    email="jeanne.dupont@saint-etienne.fr",
)


def refusal(password: str) -> str:
    try:
        validate_password(password, PERSON)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("court", "12 caractères"),
        ("aaaaaaaaaaaa", "répète"),
        ("AAAAaaaaAAAA", "répète"),
        ("éeéeéeéeéeée", "répète"),
        ("abababababab", "répète"),
        ("xkq7xkq7xkq7", "répète"),
        ("Xkq7zxkq7Zxkq", "répète"),
        ("🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝", "répète"),
        ("1111111111112", "répète"),
        ("abcdefghijkl", "suite"),
        ("ABCDEFGHIJKLmn", "suite"),
        ("lkjihgfedcba", "suite"),
        ("123456789012", "suite"),
        ("0987654321ab", "suite"),
        ("azertyuiop12", "suite"),
        ("azertyuiopqsdf", "suite"),
        ("qsdfghjklmwxcvbn", "suite"),
        ("qwertyuiop123", "suite"),
        ("1a2z3e4r5t6y", "suite"),
        ("abcd1234efgh", "suite"),
        ("aaaabbbbccccd", "répète"),
        ("essaimessaim1", "site"),
        ("Essaim-2026-2027", "site"),
        ("3ss@im2026!!!", "site"),
        ("mairie2026mairie", "site"),
        ("Administration12", "site"),
        ("motdepasse2026", "mot"),
        ("M0tDeP@sse2026!", "mot"),
        ("Mot de passe 1!", "mot"),
        ("jeannedupont2026", "votre nom"),
        ("Dupont.Jeanne!", "votre nom"),
        ("saintetienne42", "votre nom"),
        ("Saint-Etienne-42", "votre nom"),
        ("j.dupont12345", "votre nom"),
        ("sunshine1234!", "courants"),
        ("2026Football!!", "courants"),
        ("135792468013", "numérique"),
    ],
)
def test_refused(password, words):
    assert words in refusal(password)


@pytest.mark.parametrize(
    "password",
    [
        "correct cheval pile agrafe",
        "Le pont était gelé mardi",
        "kX7-vq2Rt9mZ",
        "essaim de bourdons violets",
        "la mairie dort sous la neige",
        "Dupont ramasse des châtaignes",
        "9f$Lw!zQ0pTe",
        "grenouille-3-parapluies",
        "пароль длинный и странный",
        "田中さんにあげて下さい本",
    ],
)
def test_taken(password):
    assert refusal(password) == ""


def test_any_text_is_judged():
    for text in (
        "\x00" * 20,
        " " * 14,
        "\u202e" * 15,
        "a" * 100_000,
        "ab" * 50_000,
        "é\u0301" * 3000,
    ):
        assert refusal(text)


def test_an_account_without_names():
    assert not refusal("kX7-vq2Rt9mZ")
    validate_password("kX7-vq2Rt9mZ", User())
    validate_password("kX7-vq2Rt9mZ")
