"""Which serial ports this computer has now: for opening a device by its USB numbers, and for ``doctor``."""

from __future__ import annotations

from packstation.devices.ports import Port


def ports() -> list[Port]:
    """The serial ports that are there; none where this computer's Qt cannot speak serially.

    Needs no window and no running application. Takes some milliseconds.
    """
    try:
        from PySide6.QtSerialPort import QSerialPortInfo  # noqa: PLC0415  (its libraries may be missing)
    except ImportError:
        return []
    return [
        Port(
            name=info.portName(),
            location=info.systemLocation(),
            description=info.description(),
            maker=info.manufacturer(),
            vendor=info.vendorIdentifier() if info.hasVendorIdentifier() else None,
            product=info.productIdentifier() if info.hasProductIdentifier() else None,
            serial=info.serialNumber(),
        )
        for info in QSerialPortInfo.availablePorts()
    ]
