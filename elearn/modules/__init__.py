"""What you learn: content, the knowledge check, marking, progress."""
