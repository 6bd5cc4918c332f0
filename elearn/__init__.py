"""elearn: staff e-learning against violence in close relationships and honour-related oppression."""
