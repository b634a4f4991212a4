"""The open workbook, through the xlwings API alone: the same code in Excel and in LibreOffice.

`door` finds the workbook whose button was pressed and `front` is its Start sheet; `book` reads it as any other source
of sheets; `showing` puts result sheets into it; `marks` fills and notes faulty cells and takes exactly its own marks
off again; `samples` takes the sample rows out; `calm` keeps the program still meanwhile. Nothing here saves a workbook.
"""
