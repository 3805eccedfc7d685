"""Django's SQLite, which also reads a database on a disk that takes no writing any more.

In WAL mode SQLite opens nothing where it cannot make its two side files. When neither is there, all that was
committed is in the main file, and it may be read as one that never changes.
"""

import errno
import os
from pathlib import Path
from sqlite3 import OperationalError

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        try:
            return super().get_new_connection(conn_params)
        except OperationalError:
            if not _is_whole_and_read_only(self.settings_dict["NAME"]):
                raise
            address = Path(self.settings_dict["NAME"]).absolute().as_uri()
            read_only = {"database": f"{address}?mode=ro&immutable=1", "uri": True}
            # A connection is kept for a minute (CONN_MAX_AGE): after that, the disk is tried again.
            commands, self.init_commands = self.init_commands, []
            try:
                return super().get_new_connection(conn_params | read_only)
            finally:
                self.init_commands = commands


def _is_whole_and_read_only(name) -> bool:
    file = Path(name)
    if not file.is_file() or any(Path(f"{file}-{side}").exists() for side in ("wal", "shm")):
        return False
    try:
        # Not `os.access`: to an administrator it says yes for a file that its mode protects.
        os.close(os.open(file, os.O_RDWR))
    except OSError as error:
        return error.errno in (errno.EROFS, errno.EACCES, errno.EPERM)
    return False
