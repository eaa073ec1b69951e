"""How the weights and thresholds of `resolver.decide` are learned; see __main__.py."""
