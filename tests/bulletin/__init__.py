"""A kind of record that exists in the tests alone: what an app must write to be found, and nothing else.

Like any app of Django it is named in INSTALLED_APPS, and its address in the URLs; no other file knows it.
"""
