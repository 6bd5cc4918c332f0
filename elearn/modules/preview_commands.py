"""`elearn content preview`: an author's own server, which shows what is being written."""

import errno
import os
import socket

import click

from elearn.config import content_dir

HOST = "127.0.0.1"
USUAL_PORT = 8001


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=USUAL_PORT,
    show_default=True,
    help="Porten på den här datorn.",
)
def preview(port: int) -> None:
    """Visa innehållet i webbläsaren medan du skriver. Bara den här datorn kommer åt det."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    from elearn.modules.views.preview import create_preview

    class Quiet(WSGIRequestHandler):
        """No line for every request: each page asks once a second."""

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            pass

    app = create_preview(content_dir(os.environ))
    with _listen(port) as listener:
        found = listener.getsockname()[1]
        server = make_server(HOST, found, app, threaded=True, request_handler=Quiet, fd=listener.fileno())
        click.echo(f"Innehållet visas på http://{HOST}:{found}/ Avsluta med Ctrl+C.", err=True)
        server.serve_forever()


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = "är upptagen av ett annat program" if taken else "går inte att lyssna på"
        click.echo(f"Port {port} {reason}. Välj en annan: elearn content preview --port 8002", err=True)
        raise SystemExit(1) from None
