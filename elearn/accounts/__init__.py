"""Who you are: sign-in, sessions, roles."""
