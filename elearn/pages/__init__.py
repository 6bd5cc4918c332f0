"""About the service: start, accessibility, privacy, health."""
