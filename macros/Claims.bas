Attribute VB_Name = "Claims"
Option Explicit

' One Sub a button of claims.xlsm.

Public Sub CheckSheets()
    Press "check_sheets"
End Sub

Public Sub ReviewClaims()
    Press "review_claims"
End Sub

Public Sub MakeReturnLetters()
    Press "make_return_letters"
End Sub

Public Sub DeskReport()
    Press "desk_report"
End Sub

Public Sub ClearResults()
    Press "clear_results"
End Sub

Public Sub RemoveSamples()
    Press "remove_samples"
End Sub

Public Sub ShowHelp()
    Press "show_help"
End Sub
