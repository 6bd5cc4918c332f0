"""How far we are: figures per unit on any date, exports."""
