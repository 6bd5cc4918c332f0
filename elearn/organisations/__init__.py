"""Where you belong: units, employments and posts over time; HR files."""
