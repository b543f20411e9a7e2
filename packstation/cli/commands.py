"""Which function carries out which command."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from packstation.cli import (
    care,
    carriers,
    connection,
    exceptions,
    handover,
    lists,
    login,
    papers,
    picking,
    printing,
    rules,
    shipped,
    stock,
    syncing,
    work,
)
from packstation.cli.world import World

Run = Callable[[argparse.Namespace, World], int]

COMMANDS: dict[str, Run] = {
    "import": work.take_in,
    "scan": work.scan,
    "sync": syncing.sync,
    "release": work.release,
    "teach": work.teach,
    "orders": lists.orders,
    "order": lists.order,
    "stock": stock.stock,
    "count": stock.count,
    "defects": stock.defects,
    "wishes": rules.wishes,
    "carriers": carriers.carriers,
    "exceptions": exceptions.exceptions,
    "expedite": exceptions.expedite,
    "note": exceptions.note,
    "take-over": exceptions.take_over,
    "put-back": exceptions.put_back,
    "retry": exceptions.retry,
    "intercept": exceptions.intercept,
    "intercepted": exceptions.intercepted,
    "together": exceptions.together,
    "apart": exceptions.apart,
    "renumber": shipped.renumber,
    "no-parcel": shipped.no_parcel,
    "jobs": printing.jobs,
    "label": papers.label,
    "sheet": papers.sheet,
    "trial": papers.trial,
    "slip": handover.slip,
    "handover": handover.handover,
    "manifest": handover.manifest,
    "picklist": picking.picklist,
    "batches": picking.batches,
    "connection": connection.connection,
    "login": login.login,
    "doctor": care.doctor,
    "journal": care.journal,
    "backup": care.backup,
    "restore": care.restore,
}
"""Every command that needs no window; each gives the exit code."""
