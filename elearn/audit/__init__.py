"""Who did what: the trail of events and the chain that makes loss visible."""
