"""Who is told: the rules, the outbox, and what goes out of it."""
