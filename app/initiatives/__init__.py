"""Joint, lasting efforts: what several events, asks and petitions of the same hosts work towards."""
