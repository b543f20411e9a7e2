"""What makes a parcel a carrier's parcel: its number, its barcode and the label that carries both."""
