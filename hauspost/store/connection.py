"""The one thing of SQLAlchemy that other folders hold in their hands: a connection, passed on without a look inside."""

from sqlalchemy import Connection

__all__ = ["Connection"]
