window.YTD.protected_history.part0 = [
  {
    "protectedHistory" : {
      "protectedAt" : "2026-09-02T10:11:12.000Z",
      "action" : "Unprotect"
    }
  }
]
