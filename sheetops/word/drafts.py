"""E-mail drafts (.eml) with the letter attached: opened in Outlook or Thunderbird they are unsent messages.

Nothing is sent here. A header can hold nothing but what its column says: line ends, encoded words and second
addresses refuse the draft (CVE-2024-6923 let an encoded line end become a header of its own), and each draft is read
back before it is given out.
"""

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage

from email_validator import EmailNotValidError, validate_email

from sheetops.word.errors import LetterError
from sheetops.word.guard import members
from sheetops.word.scope import Record
from sheetops.word.sinks import named
from sheetops.word.xml import W, parse

_UNSAFE = re.compile("[\r\n\0\u2028\u2029\u0085]|=\\?")
_KINDS = {
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".pdf": ("application", "pdf"),
}


@dataclass(frozen=True)
class Draft:
    """What a draft says, each with ``{column}`` where the record's value goes; ``body`` empty: the letter's own text.

    ``to`` and ``cc`` may name several columns, an address each, with commas between them; empty ones are left out.
    """

    to: str
    subject: str
    sender: str = ""
    cc: str = ""
    body: str = ""

    def write(
        self, record: Record, number: int, letter: bytes, attachment: str, attached: bytes | None = None
    ) -> bytes:
        """Return a draft.

        ``letter`` is the .docx, ``attached`` what is sent under the name ``attachment`` (else the letter).
        Raises LetterError when the record gives no address, or what may not stand in a header.
        """
        message = EmailMessage(policy=policy.SMTP.clone(raise_on_defect=True))
        headers: dict[str, object] = {"Subject": _checked(named(self.subject, record, number), "subject")}
        headers |= {
            name: _addresses(pattern, record, number, name)
            for name, pattern in (("From", self.sender), ("To", self.to), ("Cc", self.cc))
            if pattern
        }
        if not headers.get("To"):
            raise LetterError(f"Record {number}: there is no e-mail address in {self.to}.")
        for name, value in headers.items():
            if value:
                message[name] = value
        message["X-Unsent"] = "1"
        message.set_content(_body(self.body, record, number) or plain_text(letter))
        main, sub = _KINDS[attachment[attachment.rindex(".") :].lower()]
        message.add_attachment(
            letter if attached is None else attached, maintype=main, subtype=sub, filename=attachment
        )
        message.set_boundary("=_" + hashlib.sha256(letter).hexdigest()[:32])
        return _read_back(message, headers, number)


def plain_text(letter: bytes) -> str:
    """Return a letter's text, a line for each paragraph, for people whose mail shows no attachments."""
    root = parse(members(letter, "letter")["word/document.xml"], "letter")
    signs = {W + "br": "\n", W + "tab": "\t", W + "cr": "\n"}
    lines = []
    for paragraph in root.iter(W + "p"):
        runs = [node for run in paragraph.iter(W + "r") for node in run if _nearest(run) is paragraph]
        lines.append("".join(node.text or "" if node.tag == W + "t" else signs.get(node.tag, "") for node in runs))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _nearest(run: object) -> object:
    return next(run.iterancestors(W + "p"))  # type: ignore[attr-defined]


def _body(pattern: str, record: Record, number: int) -> str:
    return "\n".join(named(line, record, number) for line in pattern.splitlines()) + "\n" if pattern else ""


def _checked(value: str, what: str) -> str:
    if _UNSAFE.search(value):
        raise LetterError(
            f"The {what} '{value[:60]}' holds what may not stand in the head of an e-mail. Retype it in the data."
        )
    return value


def _addresses(pattern: str, record: Record, number: int, what: str) -> tuple[Address, ...]:
    """Return the addresses of a header; each piece of the pattern gives one address or none."""
    written = [_checked(named(piece, record, number), what) for piece in pattern.split(",")]
    return tuple(_address(value) for value in written if value)


def _address(value: str) -> Address:
    try:
        known = validate_email(value, check_deliverability=False, allow_display_name=True)
    except EmailNotValidError as error:
        raise LetterError(f"'{value}' is not one e-mail address: {error} Correct it in the data.") from None
    return Address(known.display_name or "", known.local_part, known.ascii_domain or known.domain)


def _read_back(message: EmailMessage, headers: dict[str, object], number: int) -> bytes:
    data = message.as_bytes()
    again = message_from_bytes(data, policy=policy.SMTP)
    allowed = {*(name for name, value in headers.items() if value), "X-Unsent", "MIME-Version", "Content-Type"}
    if sorted(again.keys()) != sorted(allowed):
        raise LetterError(
            f"Record {number}: the e-mail's head would hold more than was asked for. Check its address and subject."
        )
    return data
