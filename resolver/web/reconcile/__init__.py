"""The W3C Reconciliation Service API, which OpenRefine and its kin speak: version 0.2 and the draft of 1.0."""

from resolver.web.reconcile.views import reconcile_blueprint

__all__ = ["reconcile_blueprint"]
