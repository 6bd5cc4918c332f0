"""A slow line in front of a server: unlike a browser's own tools it also makes the opening of a connection wait."""

import asyncio
import threading
from types import TracebackType

RATE = 400_000 / 8  # bytes a second, each way
ONE_WAY = 0.2  # seconds
OPENING = 4 * ONE_WAY  # a round trip for TCP, and one for TLS 1.3
PACKET, HEADER = 1_460, 40  # bytes


class Line:
    """Packets to a port of this computer, late and one after the other: `with Line(port) as line: line.port`."""

    def __init__(self, port: int) -> None:
        self.port = 0
        self._server = port
        self._free = {"up": 0.0, "down": 0.0}
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Line":
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        listening = self._loop.run_until_complete(asyncio.start_server(self._connect, "127.0.0.1", 0))
        self.port = listening.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        listening.close()
        if tasks := asyncio.all_tasks(self._loop):
            for task in tasks:
                task.cancel()
            self._loop.run_until_complete(asyncio.wait(tasks))
        self._loop.close()

    async def _connect(self, browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        opened = self._loop.time() + OPENING
        server, to_server = await asyncio.open_connection("127.0.0.1", self._server)
        try:
            await asyncio.gather(
                self._carry(browser, to_server, "up", opened), self._carry(server, to_browser, "down", opened)
            )
        except (ConnectionError, asyncio.CancelledError):
            pass  # the browser has closed, or the line is taken down: nobody waits for the rest
        finally:
            to_server.close()
            to_browser.close()

    async def _carry(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, way: str, opened: float
    ) -> None:
        """Pass packets on in their order, each when the line has carried it."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        arriving = asyncio.ensure_future(self._arrive(under_way, target))
        while packet := await source.read(PACKET):
            self._free[way] = max(self._free[way], self._loop.time()) + (len(packet) + HEADER) / RATE
            # What waits for its connection to open holds up no other.
            under_way.put_nowait((max(self._free[way], opened) + ONE_WAY, packet))
        under_way.put_nowait((self._loop.time() + ONE_WAY, b""))
        await arriving

    async def _arrive(
        self, under_way: "asyncio.Queue[tuple[float, bytes]]", target: asyncio.StreamWriter
    ) -> None:
        while True:
            at, packet = await under_way.get()
            await asyncio.sleep(at - self._loop.time())
            if not packet:
                target.close()
                return
            target.write(packet)
