"""Clusters: the spellings in a table collapsed into entities, without any list of aliases."""

from resolver.cluster.constraints import Constraint
from resolver.cluster.flow import Search, SearchHere, cluster_names
from resolver.cluster.result import Cluster, Clustering, Doubt

__all__ = ["Cluster", "Clustering", "Constraint", "Doubt", "Search", "SearchHere", "cluster_names"]
