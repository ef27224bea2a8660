"""A typed client of a newsqa server, and what it shares with whoever else asks one."""

from qa.client.asynchronous import AsyncClient
from qa.client.blocking import Client

__all__ = ["AsyncClient", "Client"]
