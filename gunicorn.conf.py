"""gunicorn reads this by itself where it is started. What the command line says comes first."""

import gunicorn.http.message

# A search of 10,000 characters gets a page, of which the form reads the beginning; gunicorn's own limit is at
# most 8,190. What is longer gets 414 at once.
gunicorn.http.message.MAX_REQUEST_LINE = 64 * 1024
limit_request_line = gunicorn.http.message.MAX_REQUEST_LINE - 1
workers = 2
# With threads, a connection that sends nothing waits in a list, not in a worker.
threads = 4
# Else it writes a control socket into the home folder.
control_socket_disable = True
