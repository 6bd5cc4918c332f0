"""What you must: requirements, obligations, due dates."""
