Attribute VB_Name = "Arrears"
Option Explicit

' One Sub a button of arrears.xlsm.

Public Sub CheckSheets()
    Press "check_sheets"
End Sub

Public Sub WorkOutArrears()
    Press "work_out_arrears"
End Sub

Public Sub JudgePromises()
    Press "judge_promises"
End Sub

Public Sub FollowPlans()
    Press "follow_plans"
End Sub

Public Sub WorkOutCharges()
    Press "work_out_charges"
End Sub

Public Sub ListArrearsCalls()
    Press "list_arrears_calls"
End Sub

Public Sub ReviewHolds()
    Press "review_holds"
End Sub

Public Sub MakeLetters()
    Press "make_letters"
End Sub

Public Sub MakeCreditNotes()
    Press "make_credit_notes"
End Sub

Public Sub MakeJournals()
    Press "make_journals"
End Sub

Public Sub WorkOutRestrictions()
    Press "work_out_restrictions"
End Sub

Public Sub MonthlyReport()
    Press "monthly_report"
End Sub

Public Sub KeepHardship()
    Press "keep_hardship"
End Sub

Public Sub WorkOutReferrals()
    Press "work_out_referrals"
End Sub

Public Sub ExplainAccount()
    Press "explain_account"
End Sub

Public Sub ReconcileSaved()
    Press "reconcile_saved"
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
