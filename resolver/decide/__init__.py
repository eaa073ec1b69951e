"""Evidence -> probability -> match | ambiguous | none, by learned weights."""

from resolver.decide.model import DecisionModel, QueryClass
from resolver.decide.verdict import Scored, Verdict, decide

__all__ = ["DecisionModel", "QueryClass", "Scored", "Verdict", "decide"]
