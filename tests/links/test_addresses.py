"""What is asked of which host: the part of an address that a browser would send, and no other."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from links.addresses import Failure, follow, parse
from links.verdicts import Verdict


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://Exemple.FR", "https://exemple.fr/"),
        ("http://exemple.fr:80/a?b=c#d", "http://exemple.fr/a?b=c"),
        ("https://exemple.fr:8443/", "https://exemple.fr:8443/"),
        ("https://www.mairie-château.fr/été", "https://www.xn--mairie-chteau-qeb.fr/%C3%A9t%C3%A9"),
        ("https://exemple.fr/a%20b?q=l’été", "https://exemple.fr/a%20b?q=l%E2%80%99%C3%A9t%C3%A9"),
        ("http://[2001:db8::1]/", "http://[2001:db8::1]/"),
        ("  https://exemple.fr/a b ", "https://exemple.fr/a%20b"),
    ],
)
def test_as_it_is_asked(address, asked):
    assert str(parse(address)) == asked


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "exemple.fr",
            "ftp://exemple.fr/",
            "file:///etc/passwd",
            "javascript://x/%0aalert(1)",
        ),
        *("http://", "http:///a", "http://moi:secret@exemple.fr/", "http://exemple.fr@10.0.0.1/"),
        *("http://exemple.fr:22/", "http://exemple.fr:0/", "http://exemple.fr:99999/"),
        *("http://exemple.fr:a/", "http://[::1", "http://exemple.fr\\@10.0.0.1/", "http://a b/"),
        *("http://[fe80::1%25eth0]/", "http://exa_mple..fr/", "http://" + "a" * 300 + ".fr/"),
        *("https://exemple.fr/" + "a" * 2100, "gopher://exemple.fr/", "http://x%00.fr/"),
    ],
)
def test_what_nobody_opens(address):
    with pytest.raises(Failure) as refused:
        parse(address)
    assert refused.value.verdict == Verdict.MALFORMED


@given(st.text())
def test_any_text_is_an_address_or_is_not(text):
    for one in (text, f"http://{text}", f"https://exemple.fr/{text}"):
        try:
            asked = parse(one)
        except Failure:
            continue
        assert str(asked).isascii()
        assert not set(" \r\n\t\0") & set(str(asked))
        assert parse(str(asked)) == asked


@given(st.text(st.characters(max_codepoint=255)))
def test_any_redirect_leads_somewhere_or_nowhere(location):
    with contextlib.suppress(Failure):
        assert str(follow(parse("https://exemple.fr/a"), location)).isascii()
