"""What stands on the desk and speaks over a cable: bytes become codes and weights here, without any cable."""
