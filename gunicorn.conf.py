"""gunicorn reads this by itself where it is started. What the command line says comes first."""

# A search of 10,000 characters gets a page, not « Bad Request » (gunicorn's own limit is at most 8,190). The
# form cuts what is searched, and the web server in front bounds what comes in: docs/operations.md.
limit_request_line = 0
# Else it writes a control socket into the home folder.
control_socket_disable = True
