"""Wiring: settings, addresses, the server and what stands in front of Django. No models."""
