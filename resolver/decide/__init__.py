"""Evidence -> probability -> match | ambiguous | none, by learned weights."""

from resolver.decide.context import ContextModel
from resolver.decide.model import DecisionModel, QueryClass, posterior, probability
from resolver.decide.reasons import TOO_LONG, denied, pair_class, query_class, reasons, says_more, with_letters
from resolver.decide.verdict import Scored, Verdict, decide

__all__ = [
    "TOO_LONG",
    "ContextModel",
    "DecisionModel",
    "QueryClass",
    "Scored",
    "Verdict",
    "decide",
    "denied",
    "pair_class",
    "posterior",
    "probability",
    "query_class",
    "reasons",
    "says_more",
    "with_letters",
]
