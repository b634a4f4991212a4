"""Buttons on sheets, and pressing them as a person does."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import xlwings as xw

from sheetops.excel.libreoffice.macros import invoke
from sheetops.excel.libreoffice.trouble import LibreOfficeError

_PRESSED = "actionPerformed"
_BUTTON = "com.sun.star.form.component.CommandButton"


class Control(NamedTuple):
    """A button: its sheet, what is written on it, its own name, and the address of the macro that a press runs."""

    sheet: str
    caption: str
    name: str
    script: str

    @property
    def macro(self) -> str:
        """The macro as people write it, such as ``Module1.CheckSheets``; "" when the button has none."""
        return self.script.partition(":")[2].partition("?")[0].partition(".")[2]


def controls(book: xw.Book) -> tuple[Control, ...]:
    """Return the buttons of a workbook that is open in LibreOffice, sheet by sheet."""
    return tuple(control for sheet in book.sheets for control in _on_sheet(sheet))


def press(book: xw.Book, sheet: str, caption_or_macro: str, timeout: float = 120.0) -> Any:
    """Press the button of a sheet that carries a caption, or that runs a macro, and return what the macro returns.

    It comes back when the macro has ended. Raises LibreOfficeError when there is no such button, when it runs nothing,
    when macros are off, or when the macro has not ended after ``timeout`` seconds. A macro that stops at an error shows
    LibreOffice's own message, which nobody sees without a screen: look at what it was to write.
    """
    there = _on_sheet(book.sheets[sheet])
    wanted = caption_or_macro.lower()
    found = [control for control in there if wanted in _known_as(control)]
    if not found:
        captions = ", ".join(control.caption for control in there) or "none at all"
        raise LibreOfficeError(f"{sheet} has no button {caption_or_macro}. Its buttons: {captions}.")
    if not found[0].script:
        raise LibreOfficeError(f"The button {caption_or_macro} on {sheet} runs no macro.")
    return invoke(book.impl, found[0].script, (), timeout)


def _known_as(control: Control) -> tuple[str, ...]:
    macro = control.macro.lower()
    return control.caption.lower(), control.name.lower(), macro, macro.rpartition(".")[2]


def _on_sheet(sheet: xw.Sheet) -> list[Control]:
    forms = sheet.api.getDrawPage().getForms()
    return [control for place in range(forms.getCount()) for control in _in_form(forms.getByIndex(place), sheet.name)]


def _in_form(form: Any, sheet: str) -> Iterator[Control]:
    for place in range(form.getCount()):
        model = form.getByIndex(place)
        if model.supportsService(_BUTTON):
            scripts = [event.ScriptCode for event in form.getScriptEvents(place) if event.EventMethod == _PRESSED]
            yield Control(sheet, str(model.Label), str(model.Name), str(scripts[0]) if scripts else "")
