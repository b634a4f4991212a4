Attribute VB_Name = "Renewals"
Option Explicit

' One Sub a button of renewals.xlsm.

Public Sub CheckSheets()
    Press "check_sheets"
End Sub

Public Sub WorkOutRenewals()
    Press "work_out_renewals"
End Sub

Public Sub ListRenewalCalls()
    Press "list_renewal_calls"
End Sub

Public Sub MakeLetters()
    Press "make_letters"
End Sub

Public Sub MakeInvoices()
    Press "make_invoices"
End Sub

Public Sub ExplainAccount()
    Press "explain_account"
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
