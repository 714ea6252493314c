"""The WSGI entry: `drafting serve` runs it, and so may gunicorn with its gevent worker. Patched
before anything else.
"""

from gevent import monkey

monkey.patch_all()

import os
import sys

from drafting.app import create_app
from drafting.settings import Settings, SettingsError

try:
    app = create_app(Settings.from_environ(os.environ))
except SettingsError as error:
    sys.exit(str(error))
