"""One call to a server: what comes back, and what is known when nothing does."""

from __future__ import annotations

import socket
import threading
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.errors import BadInput, Outage
from packstation.web import Limits, Server, checked_address, is_loopback
from tests.servers import Said, served, silent

QUICK = Limits(connect_s=2, silence_s=0.3, whole_s=0.6)


def outage(url: str, limits: Limits = QUICK) -> Outage:
    with pytest.raises(Outage) as caught:
        Server(url, limits).post_form({"a": "1"})
    return caught.value


def test_a_form_arrives_as_written_and_the_answer_comes_back() -> None:
    with served(lambda form: Said(form["名"].encode())) as running:
        server = Server(running.url)
        reply = server.post_form({"名": "李明 &=+%", "empty": ""})
        server.close()
    assert reply.body.decode() == "李明 &=+%"
    assert reply.status == 200
    assert running.headers[0]["Content-Type"] == "application/x-www-form-urlencoded;charset=utf-8"


def test_json_arrives_as_written_with_the_login_it_was_given() -> None:
    with served(lambda _: Said(b"{}")) as running:
        server = Server(running.url)
        reply = server.post_json('{"名": 1}'.encode(), {"Authorization": "Bearer t"})
        server.close()
    assert (reply.status, reply.body) == (200, b"{}")
    told = running.headers[0]
    assert (told["Content-Type"], told["Authorization"]) == ("application/json", "Bearer t")
    assert told["Content-Length"] == str(len('{"名": 1}'.encode()))


def test_a_connection_is_used_again_and_no_cookie_comes_back() -> None:
    with served(lambda _: Said(headers={"Set-Cookie": "who=me"})) as running:
        server = Server(running.url)
        for _ in range(3):
            server.post_form({})
        server.close()
    assert [headers for headers in running.headers if "Cookie" in headers or "Authorization" in headers] == []


def test_several_workers_may_call_at_once() -> None:
    with served(lambda form: Said(form["n"].encode())) as running:
        server = Server(running.url)
        got: list[str] = []
        workers = [
            threading.Thread(target=lambda n=n: got.append(server.post_form({"n": str(n)}).body.decode()))
            for n in range(8)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        server.close()
    assert sorted(got) == [str(n) for n in range(8)]


def test_the_servers_own_date_is_read() -> None:
    with served(lambda _: Said()) as running:
        reply = Server(running.url).post_form({})
    assert reply.date is not None
    assert abs((reply.date - datetime.now(UTC)).total_seconds()) < 60


def test_nobody_there_was_certainly_not_reached() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = outage(f"http://127.0.0.1:{taken.getsockname()[1]}/")
    assert (error.reason, error.data["reached"]) == ("web-unreachable", False)


def test_a_name_nobody_knows_was_certainly_not_reached() -> None:
    error = outage("https://no-such-host.invalid/")
    assert (error.reason, error.data["reached"]) == ("web-unreachable", False)


def test_an_answer_after_the_time_out_may_have_been_heard() -> None:
    with silent() as gate, served(lambda _: Said(gate=gate)) as running:
        error = outage(running.url)
        gate.set()
    assert (error.reason, error.data["reached"]) == ("web-timeout", True)


@pytest.mark.parametrize("cut", ["before", "in"])
def test_a_dropped_connection_may_have_been_heard(cut: str) -> None:
    with served(lambda _: Said(b"x" * 5000, cut=cut)) as running:
        error = outage(running.url)
    assert (error.reason, error.data["reached"]) == ("web-broken-off", True)


def test_a_connection_dropped_after_the_answer_is_not_used_again() -> None:
    with served(lambda _: Said(b"whole", headers={"Connection": "close"})) as running:
        server = Server(running.url)
        assert [server.post_form({}).body for _ in range(3)] == [b"whole"] * 3
        server.close()


def test_a_connection_dropped_behind_our_back_costs_one_call_at_most() -> None:
    with served(lambda _: Said(b"whole", cut="after")) as running:
        server = Server(running.url)
        got = []
        for _ in range(8):
            try:
                got.append(server.post_form({}).body)
            except Outage as error:
                got.append(error.reason.encode())
        server.close()
    assert got[0] == b"whole"
    assert set(got) <= {b"whole", b"web-broken-off"}
    assert b"web-broken-off web-broken-off" not in b" ".join(got)


@pytest.mark.parametrize(
    "head", ["HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "HTTP/1.1 200 OK\r\nX-"]
)
def test_a_server_that_trickles_does_not_hold_a_worker_for_ever(head: str) -> None:
    stop = threading.Event()

    def trickle(listening: socket.socket) -> None:
        line, _ = listening.accept()
        with line:
            line.recv(65536)
            line.sendall(head.encode())
            while not stop.wait(0.05):
                try:
                    line.sendall(b"x")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=trickle, args=(listening,))
        thread.start()
        error = outage(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        stop.set()
        thread.join()
    assert (error.reason, error.data["reached"]) == ("web-timeout", True)


def test_an_endless_answer_is_thrown_away() -> None:
    with served(lambda _: Said(b"x" * 200_000)) as running:
        error = outage(running.url, Limits(most_bytes=100_000))
    assert error.reason == "web-too-large"


def test_a_redirect_is_not_followed() -> None:
    with served(lambda _: Said(b"", 302, {"Location": "http://127.0.0.1:1/"})) as running:
        assert Server(running.url).post_form({"secret": "1"}).status == 302
    assert len(running.forms) == 1


def test_a_server_without_a_certificate_is_sent_nothing() -> None:
    heard: list[bytes] = []

    def plain(listening: socket.socket) -> None:
        line, _ = listening.accept()
        with line:
            heard.append(line.recv(65536))
            line.sendall(b"HTTP/1.1 400 Bad\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=plain, args=(listening,))
        thread.start()
        error = outage(f"https://127.0.0.1:{listening.getsockname()[1]}/")
        thread.join()
    assert error.reason == "web-not-tls"
    assert b"a=1" not in heard[0]


@pytest.mark.parametrize(
    "url",
    [
        "https://eco.taobao.com/router/rest",
        "http://127.0.0.1:8101/router/rest",
        "http://localhost:8101",
        "http://[::1]:8101/",
        "http://127.9.9.9/",
    ],
)
def test_addresses_that_may_be_called(url: str) -> None:
    assert checked_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "eco.taobao.com",
        "http://eco.taobao.com/router/rest",
        "http://127.0.0.1.evil.example/",
        "http://127.0.0.1@evil.example/",
        "http://evil.example\\@127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http://2130706433/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https:///no-host",
        "https://a b/",
        "https://例子.example/",
    ],
)
def test_addresses_that_may_not(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        checked_address(url)
    assert caught.value.reason == "web-address"


@given(st.text(max_size=60))
def test_plain_http_never_leaves_this_computer(text: str) -> None:
    for url in (text, f"http://{text}", f"http://{text}@x/"):
        try:
            found = checked_address(url)
        except BadInput:
            continue
        host = found.split("//", 1)[1].split("/")[0].split("?")[0]
        assert (
            found.startswith("https:")
            or is_loopback(host.rsplit(":", 1)[0].strip("[]"))
            or is_loopback(host.strip("[]"))
        )
