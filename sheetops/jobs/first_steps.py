"""What a new desk says of itself, in README.txt and Start here.docx: what is there and what to do first."""

from sheetops.excel.macros import Program

_HEAD = """Your sheetops desk: start here
==============================
"""

_LETTERS = """\
  letters         the letters, one Word document each, in a folder a language. Change them in Word as you
                  like; keep the names in « », which are filled in. letters/README.txt says which there are.
"""

_PRESSING = """What to do first
  1. Open one of the workbooks. Its first sheet, Start, has the buttons and says what each does. The rows that are there
     are samples: press the buttons once, from top to bottom, to see what happens. Then press Remove samples, and
     delete the folder sheetops-out with the samples' letters and the samples' credit note.
  2. On the sheet Policy fill in who you are: the rows that begin with supplier_ and signatory_.
  3. Put your customers on the sheet Customers, your licences on Licences, your invoices and receipts on Ledger.
     Copy and paste them from your old lists: the order of the columns does not matter, and other columns may stay.
  4. On Start fill in the day to work for, and press Check sheets. Mend what is coloured, and press again.
  5. Press the other buttons. The letters lie in the folder that Start names. Nothing is sent: you decide which go out.
  6. When letters have gone out, add them to the sheet Notices, so that the next day goes on from there.

sheetops colours cells and writes sheets of its own; what you typed it never changes, and it never saves the workbook:
save it when you want to keep what you see.
"""

_EXCEL = """
What is here
  renewals.xlsm   the workbook for licences: which end, which have lapsed, what comes next.
  arrears.xlsm    the workbook for what is owed: who, how late, what comes next, credit notes.
  claims.xlsm     the workbook for claims: what to enter first, what goes back and why, turnaround.
{letters}
{pressing}
When Excel says that macros are blocked (Windows)
  The file came over the internet or by e-mail. Close it, right-click it in the Explorer, choose Properties, tick
  Unblock, and open it again. Better, once and for all: in Excel choose File, Options, Trust Center, Trust Center
  Settings, Trusted Locations, and add this folder; for a shared drive tick Allow Trusted Locations on my network, and
  reach it by its name, not by a number such as 192.168.1.5. When your organisation forbids that, use the command
  line: it does the same (see the end).

When Excel shows a yellow bar
  Press Enable Content. Excel asks once for each workbook.

When a button says that nothing came back from sheetops
  Python was moved, removed or made anew. Close the workbook, open a command window in this folder and type:

    sheetops doctor . --excel

  It says what is missing, writes the place of Python into the workbooks, and presses a button as a trial.

On a Mac, once, in a Terminal window:

    xlwings runpython install

  The buttons have been tried in LibreOffice. The steps for Excel on Windows and on a Mac follow the documents of
  Microsoft and of xlwings; they have not been tried there yet.

Keep the workbooks in a folder of this computer or of your network, not in OneDrive or SharePoint, and without a
semicolon (;) in its name. Finish typing in a cell before you press a button: Excel takes no press while you type.

To use sheetops in formulas (Windows)
  1. Close Excel and type once in a command window:

       xlwings addin install

  2. In Excel choose File, Options, Trust Center, Trust Center Settings, Macro Settings, and tick Trust access to the
     VBA project object model.
  3. Open the workbook, press Import Functions on the tab xlwings, save, and take the tick of step 2 away again.
  4. Write into cells, with days and months of your own, or cells that hold them:

       =SHEETOPS_DAYS_OVERDUE(due, day)
       =SHEETOPS_BUCKET(due, day)
       =SHEETOPS_NEXT_TERM(end, anchor, months)
"""

_LIBREOFFICE = """
What is here
  renewals.ods    the workbook for licences: which end, which have lapsed, what comes next.
  arrears.ods     the workbook for what is owed: who, how late, what comes next, credit notes.
  claims.ods      the workbook for claims: what to enter first, what goes back and why, turnaround.
{letters}
{pressing}
Keep the workbooks as .ods: LibreOffice loses the buttons when it saves a workbook as .xlsx or .xlsm.

When LibreOffice says that macros are disabled
  Choose Tools, Options, LibreOffice, Security, Macro Security, Trusted Sources, and add this folder. Then open the
  workbook again.

When a button says that nothing came back from sheetops
  Python was moved, removed or made anew. Make a new desk beside this one (sheetops init NEW --for libreoffice) and copy
  your sheets into its workbooks.
"""

_COMMANDS = """
Without buttons
  Every button is a command as well: type sheetops --help. Where macros are forbidden, "sheetops watch FOLDER" does the
  day of every workbook that is saved in a folder. "sheetops doctor" says whether anything is missing on this computer.
"""

_FILES = """
What is here
  desk.xlsx       the workbook: customers, licences, ledger, and the rules of your desk. Its first sheet explains the
                  others.
{letters}
What to do first
  1. Open desk.xlsx. On the sheet Policy fill in who you are: the rows that begin with supplier_ and signatory_.
  2. Put your customers on the sheet Customers, your licences on Licences, your invoices and receipts on Ledger.
     Copy and paste them from your old lists: the order of the columns does not matter, and other columns may stay.
  3. Save and close the workbook.
  4. Open a command window in this folder and type:

       sheetops check desk.xlsx

     It writes sheetops-out/problems.xlsx: every cell that looks wrong, and how to mend it.
  5. When that is mended:

       sheetops run desk.xlsx

     It writes what is owed, what is due for renewal, the letters and the credit notes into sheetops-out.
     Open arrears.xlsx first. Nothing is sent: you decide which letters go out.
  6. When letters have gone out, add them to the sheet Notices, so that the next day goes on from there.

sheetops never changes your workbook and never sends anything. "sheetops --help" lists all commands; "sheetops doctor"
says whether anything is missing on this computer.
"""


def read_me(program: Program | None) -> str:
    """Return the text for a desk in a spreadsheet program, or for one without buttons (None)."""
    if program is None:
        return _HEAD + _FILES.format(letters=_LETTERS)
    text = _EXCEL if program is Program.EXCEL else _LIBREOFFICE
    return _HEAD + text.format(letters=_LETTERS, pressing=_PRESSING) + _COMMANDS
