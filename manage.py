#!/usr/bin/env python
"""Django's command line for Clinic. `manage.py start` prepares everything and serves the site."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    from django.core.management import execute_from_command_line

    from clinic.from_environment import SettingsMissing

    try:
        execute_from_command_line(sys.argv)
    except SettingsMissing as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    main()
