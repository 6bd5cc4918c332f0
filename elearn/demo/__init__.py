"""The example group that `elearn demo` shows: invented people in an organisation like the real one."""
