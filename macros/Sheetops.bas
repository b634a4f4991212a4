Attribute VB_Name = "Sheetops"
Option Explicit

' What happens when a button is pressed. RunPython, of the other module, starts Python and does not say whether
' anything came of it. So each press writes a number of its own into the sheet Start (nonce), and Python writes it
' back with the outcome when it is done (receipt): a press that nobody answered is noticed here, and says why.

Private Const TITLE As String = "sheetops"
Private Const PATIENCE As Long = 60

' Global and not Private: LibreOffice forgets the others as soon as a second macro runs beside the first.
Global Working As Boolean
Global LastNonce As String

Public Sub Press(ByVal ButtonName As String)
    Dim Answer As String
    If Working And Unanswered() Then
        MsgBox "sheetops is still busy with the last press. The sheet Start says how far it is.", vbInformation, TITLE
        Exit Sub
    End If
    Working = True
    Answer = WhyNot()
    If Answer = "" Then
        Answer = Outcome(ButtonName)
    Else
        WriteDown Answer
    End If
    Working = False
    If Answer <> "" Then MsgBox Left(Answer, 1000), Sign(), TITLE
End Sub

Private Function Unanswered() As Boolean
    On Error Resume Next
    Unanswered = (Cell("receipt").Value = "")
End Function

' A press without a message on the screen: what "sheetops doctor --excel" runs as a trial.
Public Function PressQuietly(ByVal ButtonName As String) As String
    PressQuietly = WhyNot()
    If PressQuietly = "" Then PressQuietly = Outcome(ButtonName)
End Function

' Why a press cannot work, and what to do; nothing when it can.
Private Function WhyNot() As String
    Dim Place As String
    On Error GoTo Damaged
    LastNonce = ""
    ' Each is asked for once: a name that is gone is noticed before anything starts.
    Place = Cell("nonce").Value & Cell("receipt").Value & Cell("message").Value & Cell("status").Value & Cell("contract").Value
    Place = ThisWorkbook.FullName
    If ThisWorkbook.Path = "" Then
        WhyNot = "Save this workbook first, in a folder of its own on this computer, and press again."
    ElseIf InStr(Place, "://") > 0 Then
        WhyNot = "This workbook was opened from the web (OneDrive or SharePoint), where its letters cannot be put beside it. " & _
            "Save a copy in a folder of this computer, open the copy and press again."
    ElseIf InStr(Place, ";") > 0 Then
        WhyNot = "The name of this workbook or of one of its folders holds a semicolon (;), which Python cannot be told. " & _
            "Rename it and press again."
    ElseIf Cell("interpreter_win").Value & Cell("interpreter_mac").Value & Cell("interpreter").Value = "" Then
        WhyNot = "This workbook does not know yet where Python is on this computer. README.txt beside it says how to tell it, " & _
            "under: When a button says that nothing came back."
    End If
    Exit Function
Damaged:
    WhyNot = "A cell that the buttons need is no longer there: somebody deleted the sheet Start, a part of it, or the names " & _
        "of its cells (" & Err.Description & "). Take a new workbook (sheetops init) and copy your sheets into it."
End Function

' Runs the button's function and returns what to say.
Private Function Outcome(ByVal ButtonName As String) As String
    On Error GoTo Failed
    LastNonce = NewNonce()
    Cell("receipt").Value = ""
    Cell("message").Value = ""
    Cell("status").Value = "Starting"
    Cell("nonce").Value = LastNonce
    Application.StatusBar = "sheetops is starting"
    RunPython "import sheetops.buttons; sheetops.buttons." & ButtonName & "()"
    Application.StatusBar = False
    If OnMac() And Cell("receipt").Value = "" Then
        ' There RunPython does not wait: Python writes its message while nobody holds Excel up.
        Application.OnTime Now + TimeSerial(0, 0, PATIENCE), "Sheetops.LookAgain"
    Else
        Outcome = Answered("")
    End If
    Exit Function
Failed:
    Outcome = Answered(Err.Description)
    Application.StatusBar = False
End Function

' On a Mac, a minute after a press: says so when nobody answered it and nothing has begun.
Public Sub LookAgain()
    If Cell("receipt").Value = "" And Cell("status").Value = "Starting" Then MsgBox Answered(""), vbExclamation, TITLE
End Sub

' What Python left to say; when it left nothing, what may be the reason.
Private Function Answered(ByVal Failure As String) As String
    Dim Receipt As String
    Receipt = Cell("receipt").Value
    If Left(Receipt, Len(LastNonce) + 1) <> LastNonce & " " Then
        Answered = Silence(Failure)
    ElseIf InStr(Receipt, LastNonce & " " & Cell("contract").Value & " ") <> 1 Then
        Answered = "This workbook and the sheetops on this computer belong to different versions. Make a new workbook with " & _
            "sheetops init, and copy your sheets into it."
    Else
        Answered = Cell("message").Value
        Exit Function
    End If
    WriteDown Answered
End Function

Private Function Silence(ByVal Failure As String) As String
    Silence = "Nothing came back from sheetops, and nothing was changed. The usual reasons:" & vbCrLf & vbCrLf & _
        "- Python was moved or removed. README.txt beside this workbook says what to do, under: When a button says " & _
        "that nothing came back." & vbCrLf & _
        "- This computer does not let spreadsheets start other programs. Save and close this workbook, and type in a " & _
        "command window in its folder, which does the same:" & vbCrLf & _
        "    sheetops run " & Chr(34) & ThisWorkbook.Name & Chr(34) & vbCrLf & _
        "Or keep the workbook in a folder that this watches; it works on it whenever it is saved:" & vbCrLf & _
        "    sheetops watch " & Chr(34) & "FOLDER" & Chr(34)
    If Failure <> "" Then Silence = Silence & vbCrLf & vbCrLf & "The computer said: " & Failure
End Function

Private Sub WriteDown(ByVal Answer As String)
    On Error GoTo Nowhere
    Cell("message").Value = Answer
    Cell("status").Value = "Stopped"
Nowhere:
    ' Where the cell is gone, the message on the screen must do.
End Sub

Private Function Sign() As Long
    On Error GoTo Doubtful
    Sign = vbExclamation
    Select Case Cell("receipt").Value
        Case LastNonce & " " & Cell("contract").Value & " fine", LastNonce & " " & Cell("contract").Value & " started"
            If LastNonce <> "" Then Sign = vbInformation
    End Select
    Exit Function
Doubtful:
    Sign = vbExclamation
End Function

Private Function Cell(ByVal CellName As String) As Object
    Set Cell = ThisWorkbook.Names(CellName).RefersToRange
End Function

Private Function NewNonce() As String
    Randomize
    NewNonce = "P" & Hex(Int(Rnd * 2000000000)) & "-" & Hex(Int(Timer * 10))
End Function

Private Function OnMac() As Boolean
    OnMac = InStr(Application.OperatingSystem, "Mac") > 0
End Function
