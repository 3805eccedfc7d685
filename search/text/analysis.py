"""From French text to the words that an engine indexes and searches, the same for both engines.

Windows letters and invisible signs as they were meant, NFKC, split on all that is neither letter nor digit
(habitant·e·s, élu(e)s, R.G.P.D. and 10 000 are one word each), lowercase, ASCII folding, stop words, the
-isation rule, light stemmer. Both engines get these tokens, joined by spaces (decision 9); a golden file
of words and sentences holds them.

A dropped word (stop word, or longer than any word) leaves a gap in the positions, as in Lucene: a phrase
in quotes matches only with as many words between its words.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from core.sanitising import as_meant
from search.text.folding import fold
from search.text.stemming import stem

# Raise it when the tokens of some text change: the index is then rebuilt in a folder of its own.
VERSION = 3

# In Python's `re`, \w is the letters, the numbers and "_".
WORD = re.compile(
    r"""
    (?<![^\W_])(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?                      # R.G.P.D., I.A
    | (?<![^\W_])\d{1,3}(?:[ ]\d{3})+(?![^\W_])                          # 10 000
    | [^\W\d_]{2,}(?:[·•‧⋅][^\W\d_]{1,6}){1,2}                           # habitant·e·s
    | [^\W\d_]{2,}\((?:e|ne|se|le|te|ve|s|x|es|nes|t?rices?|[eè]res?|euses?)\)(?:s(?![^\W_]))?  # élu(e)s
    | [^\W\d_]{2,}(?:\.(?:e|ne|t?rice|euse)(?:\.?s)?|-(?:e|ne)-s)(?![^\W_])  # agent.e.s
    | [^\W\d_]{3,}/(?:n?e|t?rice|[eè]re|euse|ve)(?:/?s)?(?![^\W_]|-)         # conseillers/ères
    | [^\W_]+
    """,
    re.VERBOSE,
)
# Where none of the above may stand, the last line of `WORD` alone gives the same, five times as fast. Each way begins with
# its sign, and looks back from there: `re` then skips to the next sign, eight times as fast.
_MARKED = re.compile(
    r"""
    ·|•|‧|⋅
    | \((?<=\w\()[nsltexrèv]
    | \.(?:(?<=(?<![^\W_])\w\.)\w | (?<=\w\.)n?es?(?![^\W_]) | trice | rice | euse | n?e\.)
    | -n?e-s
    | \ (?<=\d\ )\d{3}
    | /(?<=\w/)[ntrèev]
    """,
    re.VERBOSE,
)
_PLAIN_WORD = re.compile(r"[^\W_]+")
_BASE = re.compile(r"[^\W\d_]{2,}(?=[·•‧⋅(./-])")

# Nobody sees them, and they part words: soft hyphens, zero widths, marks of direction, joiners.
_INVISIBLE = re.compile("[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")

# Folded letters; longer "words" are encoded data or a cat on the keyboard.
LONGEST = 64

GAP = "_"  # stands for a dropped word in `indexed`; cannot be a token, "_" is a separator

# Snowball's French list (BSD), which is Lucene's and so Elasticsearch's `_french_`, and the elided
# articles of Lucene's FrenchAnalyzer, all folded.
_STOP_WORDS = """
    au aux avec ce ces dans de des du elle en et eux il je la le leur lui ma mais me meme mes moi mon ne
    nos notre nous on ou par pas pour qu que qui sa se ses sur ta te tes toi ton tu un une vos votre vous
    c d j l a m n s t y
    etee etees etant suis es etes sont serai seras sera serons serez seront serais serait serions seriez
    seraient etais etait etions etiez etaient fus fut fumes futes furent sois soit soyons soyez soient
    fusse fusses fussions fussiez fussent
    ayant eu eue eues eus ai avons avez ont aurai aurons aurez auront aurais aurait aurions auriez
    auraient avais avait aviez avaient eut eumes eutes eurent aie aies ait ayons ayez aient eusse eusses
    eussions eussiez eussent
    ceci cela cet cette ici ils les leurs quel quels quelle quelles sans soi
    jusqu lorsqu puisqu quoiqu
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

# The stemmer alone parts "mutualisation" (mutual) from "mutualisé" (mutualis): verb, noun and agent
# in -is- are brought to the same ending first.
ISATION = re.compile(r"^(\w{3,}is)(?:ations?|er|ee?s?|ant|ent|ateurs?|atrices?)$", re.ASCII)


# Feminines that the stemmer leaves: of short participles (« élues »), of « conseiller », « usager », « premier ».
_SHORT_FEMININE = re.compile(r"^(\w[^\Waeiouy_][ui])es?$", re.ASCII)
_FEMININE = re.compile(r"^(\w{2,}(?:i|g|ll|ch)er)es?$", re.ASCII)

# Written in two ways.
_SAME = {
    "st": "saint",
    "ste": "sainte",
    "clef": "cle",
    "clefs": "cle",
    "nouveau": "nouvelle",
    "nouveaux": "nouvelles",
}
# Unlike words that the stemmer would make one: « communs » and « communes », « base » and « basse ».
_APART = {
    "commune": "commune",
    "communes": "commune",
    "departement": "departement",
    "departements": "departement",
    "environnement": "environement",
    "environnements": "environement",
    "equipe": "equipe",
    "equipes": "equipe",
    "basse": "basse",
    "basses": "basse",
    "copie": "copie",
    "copies": "copie",
    "publication": "publ",
    "publications": "publ",
}


class Token(NamedTuple):
    term: str  # what is indexed
    start: int  # span of the word in the text that was given, in characters
    end: int
    position: int  # counts dropped words too


@lru_cache(maxsize=200_000)
def term(word: str) -> str | None:
    """What one word (letters and digits, NFKC) is indexed as; None when it is dropped."""
    folded = fold(_lower(written(word)))
    if folded in STOP_WORDS or len(folded) > LONGEST:
        return None
    folded = _SAME.get(folded, folded)
    if folded in _APART:
        return _APART[folded]
    masculine = _FEMININE.sub(r"\1", _SHORT_FEMININE.sub(r"\1", folded))
    found = stem(ISATION.sub(r"\1", masculine))
    # « publiques » with « publics ».
    return f"{found[:-2]}c" if found.endswith("iqu") and len(found) > 4 else found


def written(word: str) -> str:
    """A match of `WORD` as one plain word: « habitant·e·s » is « habitants », « R.G.P.D. » « RGPD »."""
    if word.isalnum():
        return word
    base = _BASE.match(word)
    if base:
        is_plural = word.rstrip(")").endswith("s") and not base.group().endswith("s")
        return base.group() + ("s" if is_plural else "")
    return word.replace(".", "").replace(" ", "")


def plain(word: str) -> str:
    """One word in lowercase ASCII, unstemmed: for comparing spellings."""
    return fold(_lower(written(word)))


def tokens(text: str) -> list[str]:
    """Terms of a text in order, dropped words left out."""
    return [found for word in words(text) if (found := term(word)) is not None]


def indexed(text: str) -> str:
    """Terms of a text joined by spaces, `GAP` for each dropped word: the input of a whitespace tokenizer."""
    return joined(words(text))


def joined(found: list[str]) -> str:
    """The same of `words` that are at hand."""
    return " ".join([term(word) or GAP for word in found])


def words(text: str) -> list[str]:
    """Words of a text as typed, NFKC, each `written`, in order."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", as_meant(text)))
    if not has_joined(text):
        return _PLAIN_WORD.findall(text)
    return [word if word.isalnum() else written(word) for word in WORD.findall(text)]


def has_joined(text: str) -> bool:
    """Whether a word of it may hold signs: « habitant·e·s », « R.G.P.D. », « 10 000 »."""
    return _MARKED.search(text) is not None


def matches(normalised: str) -> Iterator[re.Match]:
    """The words of a text that `normalise` gave, in order: a word's place is its position."""
    return (WORD if has_joined(normalised) else _PLAIN_WORD).finditer(normalised)


def spans(text: str) -> Iterator[Token]:
    """Terms of a text with where they stand in it, dropped words left out."""
    normalised, offsets = normalise(text)
    for position, match in enumerate(matches(normalised)):
        found = term(match.group())
        if found is not None:
            start, end = original_span(offsets, match.start(), match.end())
            yield Token(found, start, end, position)


def normalise(text: str) -> tuple[str, list[int] | None]:
    """NFKC of a text, and for each of its characters the index in `text` it comes from.

    None for the indexes when they are the same. Spaces and ellipses that NFKC would lengthen or replace
    are made plain spaces: separators all the same.
    """
    if text.isascii():
        return text, None
    text = as_meant(text)
    for char in "\u00a0\u202f\u2009\u2026":
        text = text.replace(char, " ")
    if unicodedata.is_normalized("NFKC", text) and not _INVISIBLE.search(text):
        return text, None
    parts: list[str] = []
    offsets: list[int] = []
    for match in re.finditer(
        r"\w[^\w\s]*|\W", text
    ):  # a base character and what may combine with it
        part = unicodedata.normalize("NFKC", _INVISIBLE.sub("", match.group()))
        parts.append(part)
        # Same length: one to one. Otherwise the whole part comes from the whole match.
        same = len(part) == match.end() - match.start()
        offsets += [match.start() + (index if same else 0) for index in range(len(part))]
    offsets.append(len(text))
    return "".join(parts), offsets


def original_span(offsets: Sequence[int] | None, start: int, end: int) -> tuple[int, int]:
    """Span in the text given to `normalise`, from a span in its result."""
    if offsets is None:
        return start, end
    last = offsets[end - 1]
    following = next((offset for offset in offsets[end:] if offset > last), offsets[-1])
    return offsets[start], following


def _lower(word: str) -> str:
    if "İ" in word or "Σ" in word:  # Java lowers each character by itself, and İ to i
        return "".join("i" if char == "İ" else char.lower() for char in word)
    return word.lower()
