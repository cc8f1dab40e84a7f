"""Checks of how the parts fit together; `manage.py check` runs them."""
