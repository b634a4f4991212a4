"""xlwings' App for LibreOffice: one running LibreOffice with its open workbooks."""

from collections.abc import Callable
from typing import Any

from xlwings import base_classes

from sheetops.excel.libreoffice import bridge, macros
from sheetops.excel.libreoffice.books import Book, Books
from sheetops.excel.libreoffice.office import Office
from sheetops.excel.libreoffice.trouble import spoken

_BUTTONS = {None: 1, "ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}  # awt.MessageBoxButtons
_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}  # awt.MessageBoxResults
_UNSEEN = {None: "ok", "ok": "ok", "ok_cancel": "cancel", "yes_no": "no", "yes_no_cancel": "cancel"}


@spoken
class App(base_classes.App):
    """A LibreOffice; what Excel keeps for the whole program is kept here for all of its workbooks."""

    def __init__(self, office: Office, engine: Any, forget: Callable[["App"], None]) -> None:
        self.office = office
        self._engine = engine
        self._forget = forget
        self._books: dict[str, Book] = {}
        self._locked: list[Any] = []
        self._indicator: Any = None
        self._status: str | bool = False
        self._display_alerts = True
        self._enable_events = True
        self._visible = not office.headless
        # What is switched off in a person's own LibreOffice must come back, even when Python ends in between.
        office.before_close.append(self._give_back)

    @property
    def api(self) -> Any:
        """LibreOffice's desktop."""
        return self.office.desktop

    @property
    def engine(self) -> Any:
        """The engine that this belongs to."""
        return self._engine

    @property
    def pid(self) -> int:
        """The process's number; for a LibreOffice that was running already, a number that stands for it."""
        return self.office.pid

    @property
    def hwnd(self) -> int:
        """The same number: LibreOffice's windows have none that is of use here."""
        return self.office.pid

    @property
    def version(self) -> str:
        """LibreOffice's version, such as 7.4."""
        settings = self.office.service("com.sun.star.configuration.ConfigurationProvider")
        node = bridge.properties(nodepath="/org.openoffice.Setup/Product")
        access = settings.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", node)
        return str(access.getByName("ooSetupVersionAboutBox"))

    @property
    def books(self) -> Books:
        """The open workbooks."""
        return Books(self)

    def book(self, document: Any) -> Book:
        """Return the one Book that stands for a document."""
        uid = str(document.RuntimeUID)
        if uid not in self._books:
            self._books[uid] = Book(self, document)
        return self._books[uid]

    def drop(self, book: Book) -> None:
        """Forget a workbook that is being closed."""
        self._locked = [document for document in self._locked if document != book.xl]
        self._books = {uid: known for uid, known in self._books.items() if known is not book}

    @property
    def selection(self) -> Any:
        """The selected cells of the active workbook, or None when something else is selected."""
        book = self.books.newest
        return book.selection if book else None

    def activate(self, steal_focus: bool = False) -> None:
        """Bring it to the front and make it the first of xlwings' apps."""
        self._engine.apps.prefer(self)
        book = self.books.newest
        if book and self._visible:
            book.xl.getCurrentController().getFrame().getContainerWindow().toFront()

    @property
    def visible(self) -> bool:
        """Whether workbooks are shown; always False when LibreOffice was started without a screen."""
        return self._visible

    @visible.setter
    def visible(self, value: bool) -> None:
        if self.office.headless:
            return
        self._visible = bool(value)
        for book in self.books:
            book.xl.getCurrentController().getFrame().getContainerWindow().setVisible(self._visible)

    def quit(self) -> None:
        """Close the workbooks that were opened here without saving, and end LibreOffice if sheetops started it."""
        if self.office.process and self.office.alive():
            for book in self.books:
                book.close()
        self.office.close()
        self._forget(self)

    def _give_back(self) -> None:
        self.screen_updating = True
        self.status_bar = False

    def kill(self) -> None:
        """End LibreOffice at once, if sheetops started it."""
        self.office.kill()
        self._forget(self)

    @property
    def screen_updating(self) -> bool:
        """Whether the open workbooks are drawn while they change."""
        return not self._locked

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        if value:
            while self._locked:
                document = self._locked.pop()
                document.removeActionLock()
                document.unlockControllers()
        elif not self._locked:
            for book in self.books:
                book.xl.lockControllers()
                book.xl.addActionLock()
                self._locked.append(book.xl)

    @property
    def display_alerts(self) -> bool:
        """Whether `alert` shows its message; without, it answers by itself."""
        return self._display_alerts

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self._display_alerts = bool(value)

    @property
    def enable_events(self) -> bool:
        """What it was set to; LibreOffice cannot hold back the events of a workbook."""
        return self._enable_events

    @enable_events.setter
    def enable_events(self, value: bool) -> None:
        self._enable_events = bool(value)

    @property
    def calculation(self) -> str:
        """``automatic``, or ``manual`` when the active workbook does not calculate by itself."""
        book = self.books.newest
        return "automatic" if book is None or book.xl.isAutomaticCalculationEnabled() else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual", "semiautomatic"):
            raise ValueError(f"calculation is automatic, manual or semiautomatic, not {value!r}")
        for book in self.books:
            book.xl.enableAutomaticCalculation(value != "manual")

    def calculate(self) -> None:
        """Calculate all open workbooks."""
        for book in self.books:
            book.xl.calculateAll()

    @property
    def status_bar(self) -> str | bool:
        """The text in the status bar; False when it is LibreOffice's own. Set False to give it back."""
        return self._status

    @status_bar.setter
    def status_bar(self, value: str | bool | None) -> None:
        if self._indicator is not None:
            self._indicator.end()
            self._indicator = None
        self._status = False if value in (None, False, "") else str(value)
        book = self.books.newest
        if self._status and book:
            self._indicator = book.xl.getCurrentController().getFrame().createStatusIndicator()
            self._indicator.start(self._status, 100)

    def alert(self, prompt: Any, title: Any, buttons: Any, mode: Any, callback: Any) -> str:
        """Show a message and return the answer.

        Without a screen or with alerts off, the message is kept in ``alerts`` and the cautious answer is given: no,
        else cancel, else ok.
        """
        if buttons not in _BUTTONS:
            raise ValueError(f"buttons is ok, ok_cancel, yes_no or yes_no_cancel, not {buttons!r}")
        book = self.books.newest
        if self.office.headless or not self._visible or not self._display_alerts or book is None:
            self.office.alerts.append(f"{title}: {prompt}" if title else str(prompt))
            return _UNSEEN[buttons]
        window = book.xl.getCurrentController().getFrame().getContainerWindow()
        kind = bridge.enum("awt.MessageBoxType", "ERRORBOX" if mode == "critical" else "INFOBOX")
        if _BUTTONS[buttons] > 1:
            kind = bridge.enum("awt.MessageBoxType", "QUERYBOX")
        toolkit = self.office.service("com.sun.star.awt.Toolkit")
        box = toolkit.createMessageBox(window, kind, _BUTTONS[buttons], str(title or ""), str(prompt or ""))
        return _ANSWERS[box.execute()]

    def run(self, macro: str, args: Any) -> Any:
        """Run a macro, such as ``'Book.xlsm'!Module1.Name``, and return what it returns."""
        return macros.run(self.books, macro, tuple(args))

    @property
    def path(self) -> str:
        """The folder that LibreOffice is installed in."""
        paths = self.office.service("com.sun.star.util.PathSubstitution")
        return bridge.from_url(paths.getSubstituteVariableValue("$(inst)"))

    @property
    def startup_path(self) -> str:
        """The folder of LibreOffice's settings."""
        paths = self.office.service("com.sun.star.util.PathSubstitution")
        return bridge.from_url(paths.getSubstituteVariableValue("$(user)"))

    @property
    def cut_copy_mode(self) -> None:
        """None: nothing is ever cut or copied to the clipboard here."""
        return

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: Any) -> None:
        return
