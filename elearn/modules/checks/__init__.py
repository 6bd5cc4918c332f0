"""The rules that the content keeps beyond its form."""
