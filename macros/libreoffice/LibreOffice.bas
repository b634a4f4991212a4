Attribute VB_Name = "LibreOffice"
Option Explicit

' RunPython for LibreOffice, which cannot compile the module of xlwings. Python is started beside LibreOffice, which goes
' on answering meanwhile, and is told which document and which LibreOffice asked for it.

Private Const PATIENCE As Long = 60
Private Const SECONDS_A_DAY As Double = 86400

Public Function RunPython(ByVal PythonCommand As String) As Long
    Dim Seen As String
    Dim Since As Double
    Seen = Signs()
    Shell Quoted(Cell("interpreter").Value), 0, Arguments(PythonCommand), False
    Since = CDbl(Now())
    ' As long as something moves it is at work, however long that takes. Now counts whole seconds: one more makes up for it.
    Do While Cell("receipt").Value = "" And (CDbl(Now()) - Since) * SECONDS_A_DAY < PATIENCE + 1
        Wait 50
        If Signs() <> Seen Then
            Seen = Signs()
            Since = CDbl(Now())
        End If
    Loop
End Function

Private Function Arguments(ByVal PythonCommand As String) As String
    Dim Places As Object
    Set Places = CreateUnoService("com.sun.star.util.PathSubstitution")
    Arguments = "-B -P -c " & Quoted(PythonCommand) & _
        " " & Quoted("--document=" & ThisComponent.URL) & _
        " " & Quoted("--program=" & Places.substituteVariables("$(prog)", True)) & _
        " " & Quoted("--profile=" & Places.substituteVariables("$(user)", True))
End Function

Private Function Signs() As String
    Signs = Cell("status").Value & Cell("message").Value & Cell("receipt").Value
End Function

Private Function Quoted(ByVal Text As String) As String
    Quoted = Chr(34) & Text & Chr(34)
End Function

Private Function Cell(ByVal CellName As String) As Object
    Set Cell = ThisWorkbook.Names(CellName).RefersToRange
End Function
