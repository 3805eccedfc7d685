"""How many SQL queries each page may make, whatever the number of its rows: asserted in the tests, printed by `bench_pages`.

A page taken from the cache makes one. None of these makes the same query more than twice.
"""

QUERIES = {
    "home": 17,  # of which one says what the network wrote last
    "catalogue": 10,
    "sheet": 24,
    "agenda": 12,
    "event": 24,
    "tour": 24,
    "network": 12,
    "expertises": 10,
    "expertise": 10,
    "organisations": 8,
    "organisation": 16,
    "collections": 12,
    "collection": 24,
    "publications": 12,
    "publication": 16,
    "recommendation": 8,
    "funding list": 10,
    "funding": 12,
    "deadlines": 10,
    "deadline": 12,
    "labels": 4,
    "label": 12,
    "group": 16,
    "programme": 16,
    "partnership": 16,
    "members": 12,
    "swarm": 12,
    "swarms": 16,
    "authority": 16,
    "services": 16,
    "service": 10,
    "desk": 20,
    "selection": 12,
    "comparison": 16,
    "note": 20,  # of which counting who asks for one makes some
    "theme": 12,  # with a territory too
    "themes": 6,
}
