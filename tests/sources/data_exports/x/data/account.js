window.YTD.account.part0 = [
  {
    "account" : {
      "email" : "aino.laaksonen@kunta.example",
      "createdVia" : "web",
      "username" : "aino_l",
      "accountId" : "1000000001",
      "createdAt" : "2015-03-02T08:15:00.000Z",
      "accountDisplayName" : "Aino"
    }
  }
]
