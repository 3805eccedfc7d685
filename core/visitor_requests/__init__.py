"""Forms for people without an account and without a cookie.

`forms.VisitorForm` is the base of the form, `views.VisitorFormView` of its page, `links` of the page
behind a link in an e-mail. What replaces a session: a signed, timestamped token in the form
(`tokens`), the browser's own word on where the request comes from (`origin`), a bound per network
address (`core.rate_limits`).
"""
