window.YTD.profile.part0 = [
  {
    "profile" : {
      "description" : {
        "bio" : "Kirjoja ja soutua. Töissä kuntakirjastossa.",
        "website" : "",
        "location" : "Suomi"
      },
      "avatarMediaUrl" : ""
    }
  }
]
