"""Networks as files: out to Kumu, to graph programs and to spreadsheets, and in from Kumu."""
