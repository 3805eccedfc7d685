import pytest

from search.text.spelling import Vocabulary, is_slip

WORDS = Vocabulary(
    [
        ("dématérialisation", 12),
        ("Démarches", 4),
        ("école", 30),
        ("écolo", 2),
        ("cantine", 9),
        ("cantines", 3),
        ("eau", 50),
        ("eaux", 3),
    ]
)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("dematerialsation", ["dématérialisation"]),
        ("dematrialsation", ["dématérialisation"]),  # two edits, a long word
        ("dmtrialisation", []),  # three
        ("ecoel", ["école"]),  # two letters swapped are one edit
        ("ecola", ["école", "écolo"]),  # the most frequent first
        ("cantinne", ["cantine", "cantines"]),
        ("cntne", []),  # two edits, a short word
        ("eux", []),  # too short to guess
        ("école", ["écolo"]),  # itself is no correction
        ("x" * 500, []),
    ],
)
def test_near_words(typed, words):
    assert [word for word, _ in WORDS.near(typed)] == words


@pytest.mark.parametrize(
    ("typed", "other", "expected"),
    [
        ("ransongiciel", "rançongiciel", True),
        ("fotum", "forum", True),
        ("ecoel", "école", True),
        ("maii", "mai", True),
        ("mail", "mai", False),
        ("bois", "bons", False),
        ("collection", "collectif", False),
        ("platforme", "plateforme", True),
        ("cybersécurit", "cybersécurité", True),
    ],
)
def test_another_word_is_no_slip(typed, other, expected):
    assert is_slip(typed, other) is expected
