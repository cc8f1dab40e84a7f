"""What each worker of granian runs: the site, deaf to Ctrl-C.

A terminal sends Ctrl-C to the whole group. The main process then ends its workers; a worker that
heard it twice hangs until it is killed ten seconds later.
"""

import signal

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

from clinic.wsgi import application  # noqa: E402, F401
