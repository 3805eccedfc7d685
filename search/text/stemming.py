"""Light French stemmer.

A port of Lucene's FrenchLightStemmer (Apache License 2.0), after the UniNE light stemmer: J. Savoy,
« Light Stemming Approaches for the French, Portuguese, German and Hungarian Languages », 2006.
The order and the lengths below are Lucene's, oddities included, save that doubled a, i, o and u stay: they mark names
and words from elsewhere (Maarch, zoom).
Rules on accented endings ("ième", "ère", "ète") are kept although folding comes first here.
"""

UNACCENTED = str.maketrans("àáâôèéêùûîç", "aaaoeeeuuic")


def stem(word: str) -> str:
    """Stem of one lowercase word. Words that differ in number, gender or verb form often share it."""
    word = _without_plural(word)
    size = len(word)
    if size > 9 and word.endswith("issement"):
        return _norm(word[:-7] + "r")
    if size > 8 and word.endswith("issant"):
        return _norm(word[:-5] + "r")
    if size > 6 and word.endswith("ement"):
        word = word[:-4]
        if len(word) > 3 and word.endswith("ive"):
            word = word[:-2] + "f"
        return _norm(word)
    agent = _agent_noun(word, size)
    if agent is not None:
        return _norm(agent)
    if size > 6 and word.endswith("trice"):
        word = word[:-4] + "eur"
    return _norm(_suffix(word))


def _without_plural(word: str) -> str:
    if len(word) > 5 and word[-1] == "x":
        if word[-3:-1] == "au" and word[-4] != "e":
            word = word[:-2] + "lx"
        word = word[:-1]
    if len(word) > 3 and word[-1] == "x":
        word = word[:-1]
    if len(word) > 3 and word[-1] == "s":
        word = word[:-1]
    return word


def _agent_noun(word: str, size: int) -> str | None:
    """The verb behind a noun in -ateur or -atrice (None for other words)."""
    if size > 11 and word.endswith("ficatrice"):
        return word[:-7] + "er"
    if size > 10 and word.endswith("ficateur"):
        return word[:-6] + "er"
    if size > 9 and word.endswith("catrice"):
        return word[:-7] + "quer"
    if size > 8 and word.endswith("cateur"):
        return word[:-6] + "quer"
    if size > 8 and word.endswith("atrice"):
        return word[:-6] + "er"
    if size > 7 and word.endswith("ateur"):
        return word[:-5] + "er"
    return None


def _suffix(word: str) -> str:
    size = len(word)
    if size > 5 and word.endswith("ième"):
        return word[:-4]
    if size > 7 and word.endswith("teuse"):
        return word[:-3] + "r"
    if size > 6 and word.endswith("teur"):
        return word[:-2] + "r"
    if size > 5 and word.endswith("euse"):
        return word[:-2]
    if size > 8 and word.endswith("ère"):
        return word[:-3] + "er"
    if size > 7 and word.endswith("ive"):
        return word[:-2] + "f"
    if size > 4 and word.endswith(("folle", "molle")):
        return word[:-3] + "u"
    if size > 9 and word.endswith("nnelle"):
        return word[:-5]
    if size > 9 and word.endswith("nnel"):
        return word[:-3]
    if size > 4 and word.endswith("ète"):
        word = word[:-3] + "et"
        size -= 1
    if size > 8 and word.endswith("ique"):
        word = word[:-4]
        size -= 4
    if size > 8 and word.endswith("esse"):
        return word[:-3]
    if size > 7 and word.endswith("inage"):
        return word[:-3]
    if size > 9 and word.endswith("isation"):
        word = word[:-7]
        if len(word) > 5 and word.endswith("ual"):
            word = word[:-2] + "el"
        return word
    if size > 9 and word.endswith("isateur"):
        return word[:-7]
    if size > 8 and word.endswith(("ation", "ition")):
        return word[:-5]
    return word


def _norm(word: str) -> str:
    if len(word) > 4:
        word = word.translate(UNACCENTED)
        kept = [word[0]]
        for char in word[1:]:
            if char != kept[-1] or not char.isalpha() or char in "aiou":
                kept.append(char)
        word = "".join(kept)
    if len(word) > 4 and word.endswith("ie"):
        word = word[:-2]
    if len(word) > 4:
        if word[-1] == "r":
            word = word[:-1]
        if word[-1] == "e":
            word = word[:-1]
        if word[-1] == "e":
            word = word[:-1]
        if word[-1] == word[-2] and word[-1].isalpha():
            word = word[:-1]
    return word
