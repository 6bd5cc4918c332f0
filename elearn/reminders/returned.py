"""What a mail server reports about a mail that came back (RFC 3464). Pure."""

import re
from email import message_from_bytes
from email.message import Message
from email.policy import default
from uuid import UUID

# Our own Message-ID begins with the 32 digits of the mail's id.
OURS = re.compile(r"<([0-9a-f]{32})@[^>\s]+>")


class NotAReportError(ValueError):
    """This is no report of a mail of ours that came back; the message says what it is instead."""


def read_report(content: bytes) -> UUID:
    """Which of our mails came back. Raises NotAReportError."""
    message = message_from_bytes(content, policy=default)
    if message.get_content_type() != "multipart/report":
        raise NotAReportError(
            "Det är ingen rapport om leverans (RFC 3464). Ge kommandot mejlet som mejlservern skickade, oförändrat."
        )
    parts = list(message.walk())
    if not any(_says_failed(part) for part in parts):
        raise NotAReportError("Rapporten säger inte att mejlet kom tillbaka. Inget är ändrat.")
    for part in parts:
        found = _mail_of(part)
        if found is not None:
            return found
    raise NotAReportError("Rapporten nämner inget mejl från elearn. Inget är ändrat.")


def _says_failed(part: Message) -> bool:
    if part.get_content_type() != "message/delivery-status":
        return False
    blocks = part.get_payload()
    return isinstance(blocks, list) and any(
        isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed"
        for block in blocks
    )


def _mail_of(part: Message) -> UUID | None:
    """The mail that a part of the report holds, whole or its headers only."""
    kind = part.get_content_type()
    if kind == "text/rfc822-headers":
        payload = part.get_payload(decode=True)
        headers = payload if isinstance(payload, bytes) else b""
        written = str(message_from_bytes(headers, policy=default).get("Message-ID", ""))
    elif kind == "message/rfc822":
        held = part.get_payload()
        written = (
            str(held[0].get("Message-ID", ""))
            if isinstance(held, list) and isinstance(held[0], Message)
            else ""
        )
    else:
        return None
    ours = OURS.fullmatch(written.strip())
    return UUID(ours.group(1)) if ours else None
