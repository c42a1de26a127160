window.YTD.connected_application.part0 = [
  { "connectedApplication" : { "name" : "Quiz of the day", "permissions" : [ "read" ], "id" : "1" } },
  { "connectedApplication" : { "name" : "Row tracker", "permissions" : [ "read", "write" ], "id" : "2" } }
]
