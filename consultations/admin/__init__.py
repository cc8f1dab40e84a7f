"""The front desk's screens: the queue, and one request."""

from consultations.admin import requests

__all__ = ["requests"]
