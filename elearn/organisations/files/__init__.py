"""HR files: bytes to records with every fault named, and records back to bytes."""
