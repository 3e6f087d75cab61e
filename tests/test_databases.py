"""Knows that both kinds of database stand ready for a test, empty and its own."""

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import OperationalError

from tests.postgres import Cluster


def test_each_test_gets_an_empty_database_of_either_kind(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.execute(text("CREATE TABLE left_behind (line VARCHAR(20))"))
        connection.execute(text("INSERT INTO left_behind VALUES ('Grüße aus Haus 12')"))
        assert connection.scalar(text("SELECT line FROM left_behind")) == "Grüße aus Haus 12"
    engine.dispose()


def test_the_next_test_does_not_see_what_the_last_one_left(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()


@pytest.mark.servers
def test_a_connection_left_open_does_not_keep_a_database_alive(postgres_cluster: Cluster) -> None:
    engine = create_engine(postgres_cluster.create("left_open"))
    with engine.connect() as connection:
        postgres_cluster.drop("left_open")
        with pytest.raises(OperationalError):
            connection.execute(text("SELECT 1"))
    engine.dispose()
