"""gunicorn reads this by itself where it is started. What the command line says comes first."""

import gunicorn.http.message
from gunicorn.workers.gthread import TConn

# A search of 10,000 characters gets a page, of which the form reads the beginning; gunicorn's own limit is at
# most 8,190. What is longer gets 414 at once.
gunicorn.http.message.MAX_REQUEST_LINE = 64 * 1024
limit_request_line = gunicorn.http.message.MAX_REQUEST_LINE - 1
workers = 2
threads = 4

# A new connection holds a thread until it says something, five seconds at most; then it waits in a list, where thousands may.
# Browsers open some that they never use: two at four pages each would hold all threads.
SILENCE = 0.1  # seconds
_wait_for_data = TConn.wait_for_data
TConn.wait_for_data = lambda self, timeout: _wait_for_data(self, min(timeout, SILENCE))

# Else it writes a control socket into the home folder.
control_socket_disable = True
