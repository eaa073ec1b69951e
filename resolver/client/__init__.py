"""Clients for the HTTP service, one that blocks and one for asyncio. Needs the extra `client`."""

from resolver.client.client import AsyncClient, Client
from resolver.client.exchange import Retry

__all__ = ["AsyncClient", "Client", "Retry"]
