"""What anybody may send without an account and without a cookie.

A kind of request is a model (`models.VisitorRequest`), a form (`forms.VisitorForm`), a view with its addresses
(`views.RequestFormView`, `urls`) and one template with the words of its states; `link_views` answers the links of its
e-mails. What replaces a session: a signed, timestamped token in the form (`tokens`), the browser's own word on where
the request comes from (`origin`), bounds per network address and per mailbox (`core.rate_limits`).
"""
