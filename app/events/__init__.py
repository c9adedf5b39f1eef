"""Events: dated gatherings that people reply to, held jointly."""
