"""A code of one's phone beside the password: django-allauth's, in our pages, forms and words."""
