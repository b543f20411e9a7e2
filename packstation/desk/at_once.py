"""A gesture with everything that follows it done before the answer, for front ends that may wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from packstation.desk.carrier_calls import CarrierCalls
from packstation.desk.gates import Gates
from packstation.desk.gating import ASKING
from packstation.desk.packaging import hints_of, with_also
from packstation.desk.printing import Printing
from packstation.domain.print_jobs import Paper
from packstation.domain.scan import STOPS, Answer, Event, Verdict


def at_once(answer: Answer, gates: Gates, calls: CarrierCalls, printing: Printing) -> Answer:
    """The answer once the platform has let it through, its numbers have come and its labels are on paper."""
    return _printed(_let_through(answer, gates), calls, printing)


# --- the platform -------------------------------------------------------------------------------------------


def _let_through(answer: Answer, gates: Gates) -> Answer:
    """The answer with what came of asking the platform."""
    for number in answer.gates:
        gate = gates.plan(number)
        if gate is not None:
            answer = _after_gate(answer, gates.settle(gates.act(gate)))
    return replace(answer, gates=())


def _after_gate(answer: Answer, gate: Answer) -> Answer:
    """One answer of a gesture and of the gate it came to.

    A scan that only came to the gate is answered by what followed. One that did more keeps its verdict, but
    where the platform stops the order: that goes before all else.
    """
    events = tuple(dict.fromkeys((*answer.events, *gate.events)))
    if _is_only_asking(answer):
        return replace(gate, code=answer.code, events=events)
    if gate.verdict in STOPS:
        both = replace(answer, verdict=gate.verdict, facts=gate.facts)
    elif gate.verdict is Verdict.COMMAND_OK:
        more = {name: fact for name, fact in gate.facts.items() if name != "missing"}
        both = replace(answer, facts=with_also(_asked(answer), more))
    else:
        also = gate.facts.get("missing") or gate.verdict.value
        more = {name: fact for name, fact in gate.facts.items() if name not in ("missing", "also")}
        both = replace(answer, facts=with_also(_asked(answer), {**more, "also": also}))
        events = tuple(dict.fromkeys((*events, Event.LABEL_FAILED)))
    return replace(both, state=gate.state, events=events, jobs=gate.jobs, asks=gate.asks)


def _is_only_asking(answer: Answer) -> bool:
    return answer.verdict is Verdict.COMMAND_OK and Event.PACKED not in answer.events


def _asked(answer: Answer) -> dict[str, object]:
    """What the answer tells, but that the platform is being asked."""
    hints = tuple(hint for hint in hints_of(answer.facts) if hint != ASKING)
    kept = {name: fact for name, fact in answer.facts.items() if name != "also"}
    return with_also(kept, {"also": hints})


# --- numbers and labels -------------------------------------------------------------------------------------


def _printed(answer: Answer, calls: CarrierCalls, printing: Printing) -> Answer:
    """The answer once its waybill numbers have come and its labels are on paper."""
    asked = _numbered(answer.asks, calls)
    jobs = (*answer.jobs, *(job for one in asked for job in one.jobs))
    failed = [one for one in asked if not one.jobs]
    for one in asked:
        if one.jobs and "also" in one.facts:
            # a number came, and it was one of the last
            beside = {name: fact for name, fact in one.facts.items() if name not in ("missing", "waybill")}
            answer = replace(answer, facts=with_also(answer.facts, beside))
    out = [(task.job, printing.settle(printing.act(task))) for job in jobs if (task := printing.plan(job))]
    printed = [one for job, one in out if job.paper is Paper.LABEL]
    papers = [one for job, one in out if job.paper is not Paper.LABEL]
    calls.tell_now()
    settled = [*failed, *printed]
    if not settled:
        return papers[-1] if papers else answer
    if any(one.verdict is not Verdict.COMMAND_OK for one in papers):
        answer = replace(answer, facts=with_also(answer.facts, {"also": "paper-failed"}))
    last = settled[-1]
    if answer.verdict is Verdict.COMMAND_OK and Event.PACKED not in answer.events:
        worst = next((bad for bad in settled if bad.verdict is not Verdict.LABEL_PRINTED), last)
        said = {name: value for name, value in answer.facts.items() if name not in ("missing", "reason")}
        facts = {**with_also(said, worst.facts), "detail": worst.facts.get("detail", "")}
        return replace(answer, verdict=worst.verdict, state=last.state, facts=facts, jobs=(), asks=())
    events = (*answer.events, *(event for one in settled for event in one.events))
    facts = {**answer.facts, **_worst_of(printed)}
    return replace(
        answer,
        state=last.state,
        events=tuple(dict.fromkeys(events)),
        jobs=(),
        asks=(),
        facts=_with_failures(facts, failed),
    )


def _numbered(asks: Sequence[int], calls: CarrierCalls) -> list[Answer]:
    """What came of asking for numbers, and for others where one could not be kept."""
    asked: list[Answer] = []
    while asks:
        plans = [ask for one in asks if (ask := calls.plan(one))]
        said = [calls.settle(heard) for heard in calls.act_all(plans)]
        asks = [more for one in said for more in one.asks]
        asked += [one for one in said if not one.asks and one.facts.get("missing") != "booking"]
    return asked


def _worst_of(printed: Sequence[Answer]) -> dict[str, object]:
    """What is known of the labels: of the one that did not come out, else of the last."""
    if not printed:
        return {}
    worst = next((one for one in printed if one.verdict is not Verdict.LABEL_PRINTED), printed[-1])
    return {name: fact for name, fact in worst.facts.items() if name != "missing"}


def _with_failures(facts: dict[str, object], failed: Sequence[Answer]) -> dict[str, object]:
    """What to say besides of a carrier that gave no number."""
    for one in failed[:1]:
        also = one.facts.get("missing") or one.verdict.value
        facts = with_also(facts, {"also": also, **{k: v for k, v in one.facts.items() if k != "missing"}})
    return facts
