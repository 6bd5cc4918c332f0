"""A finished file in the database: in pieces small enough to hold, so that any process can send it."""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.exc import NoResultFound

from elearn.database import Database
from elearn.reports.export_leases import Task, renew
from elearn.reports.models import ExportChunk

CHUNK_BYTES = 256 * 1024
# Pieces written in one transaction: each holds SQLite's write lock for a few hundredths of a second.
TOGETHER = 8
QUICKLY = 1


def store_file(database: Database, task: Task, file: IO[bytes], now: Callable[[], datetime]) -> str:
    """Store a file for the job that is being done; its SHA-256 (FIPS 180-4). Raises LostError.

    Nobody can fetch any of it until the job is finished.
    """
    digest, place = hashlib.sha256(), 0
    file.seek(0)
    while pieces := [piece for _ in range(TOGETHER) if (piece := file.read(CHUNK_BYTES))]:
        rows = []
        for piece in pieces:
            digest.update(piece)
            rows.append(
                {"job_id": task.job_id, "place": place, "content": zlib.compress(piece, level=QUICKLY)}
            )
            place += 1
        with database.writing() as session, session.begin():
            renew(session, task, now())
            session.execute(insert(ExportChunk), rows)
    return digest.hexdigest()


def fetch_file(database: Database, job_id: UUID, sha256: str, file: IO[bytes]) -> None:
    """Put a stored file together again; NoResultFound when it has been deleted meanwhile.

    Each piece is read by itself, so that no read lasts.
    """
    digest = hashlib.sha256()
    for piece in _pieces(database, job_id):
        digest.update(piece)
        file.write(piece)
    if digest.hexdigest() != sha256:
        raise NoResultFound
    file.flush()


def _pieces(database: Database, job_id: UUID) -> Iterator[bytes]:
    place = 0
    while True:
        with database.reading() as session:
            stored = session.scalar(
                select(ExportChunk.content).where(ExportChunk.job_id == job_id, ExportChunk.place == place)
            )
        if stored is None:
            return
        yield zlib.decompress(stored)
        place += 1
