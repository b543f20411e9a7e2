"""A shop with goods and buyers: orders come in through its Shop API, its owner works through its Admin API."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.vendure.graph import Graph
from tests.vendure.postgres import database, run
from tests.vendure.running import ShopProgram

GOODS: Mapping[str, tuple[str, int]] = {
    "MUG-001": ("Coffee Mug", 1290),
    "NB-A5": ("Notebook A5", 850),
    "TS-M": ("T-Shirt M", 1990),
}
"""What the shop sells: SKU, name and price in cents."""
BERLIN: dict[str, str] = {
    "fullName": "Anna Müller",
    "streetLine1": "Hauptstraße 5",
    "city": "Berlin",
    "postalCode": "10115",
    "countryCode": "DE",
    "phoneNumber": "+49 30 1234567",
}
Wanted = Sequence[tuple[str, int]]


@dataclass
class Shop:
    """The running shop: its owner's session, what the desk gets to come in, and its database's port."""

    url: str
    owner: Graph
    program: ShopProgram
    database: int
    variants: dict[str, str] = field(default_factory=dict)
    token: str = ""
    api_key: str = ""
    _buyers: int = 0

    @property
    def admin_url(self) -> str:
        return f"{self.url}/admin-api"

    # --- buyers
    # ---------------------------------------------------------------------------------------------------

    def place(
        self,
        wanted: Wanted,
        address: Mapping[str, str] = BERLIN,
        *,
        settled: bool = True,
        way: str = "standard-shipping",
        note: str = "",
    ) -> str:
        """Somebody buys, chooses a way of shipping and pays; gives the order's code."""
        buyer = Graph(f"{self.url}/shop-api")
        try:
            return self._bought(buyer, wanted, address, "settled" if settled else "authorized", way, note)
        finally:
            buyer.close()

    def _bought(
        self, buyer: Graph, wanted: Wanted, address: Mapping[str, str], method: str, way: str, note: str
    ) -> str:
        self._buyers += 1
        for sku, units in wanted:
            add = "mutation($v: ID!, $n: Int!) { r: addItemToOrder(productVariantId: $v, quantity: $n) { __typename OR_ERROR } }"
            buyer.do(add, v=self.variants[sku], n=units)
        first, _, last = address["fullName"].partition(" ")
        customer = {"firstName": first, "lastName": last, "emailAddress": f"b{self._buyers}@example.test"}
        who = (
            "mutation($i: CreateCustomerInput!) { r: setCustomerForOrder(input: $i) { __typename OR_ERROR } }"
        )
        buyer.do(who, i=customer)
        to = "mutation($i: CreateAddressInput!) { r: setOrderShippingAddress(input: $i) { __typename OR_ERROR } }"
        buyer.do(to, i=dict(address))
        ways = buyer.ask("{ eligibleShippingMethods { id code } }")["eligibleShippingMethods"]
        chosen = next(one["id"] for one in ways if one["code"] == way)
        if note:
            write = "mutation($i: UpdateOrderInput!) { r: setOrderCustomFields(input: $i) { __typename OR_ERROR } }"
            buyer.do(write, i={"customFields": {"note": note}})
        by = (
            "mutation($i: [ID!]!) { r: setOrderShippingMethod(shippingMethodId: $i) { __typename OR_ERROR } }"
        )
        buyer.do(by, i=[chosen])
        buyer.do('mutation { r: transitionOrderToState(state: "ArrangingPayment") { __typename OR_ERROR } }')
        pays = "mutation($m: String!) { r: addPaymentToOrder(input: {method: $m, metadata: {}}) { __typename OR_ERROR ... on Order { code } } }"
        code: str = buyer.do(pays, m=method)["code"]
        return code

    # --- the owner
    # ------------------------------------------------------------------------------------------------

    def order(self, code: str) -> dict[str, Any]:
        """An order as the shop's own books have it."""
        asked = (
            "query($c: String!) { orders(options: {filter: {code: {eq: $c}}}) { items { id code state"
            " lines { id quantity productVariant { sku } } payments { id }"
            " fulfillments { id state method trackingCode lines { orderLineId quantity } } } } }"
        )
        (found,) = self.owner.ask(asked, c=code)["orders"]["items"]
        told: dict[str, Any] = found
        return told

    def lines(self, code: str) -> list[dict[str, Any]]:
        """The lines of an order as they were bought; the shop itself tells them in any order."""
        return sorted(self.order(code)["lines"], key=lambda line: int(line["id"]))

    def cancel(self, code: str, sku: str = "", units: int = 0) -> None:
        """Cancel an order, or some units of one line."""
        order = self.order(code)
        lines = [
            {"orderLineId": line["id"], "quantity": units}
            for line in order["lines"]
            if line["productVariant"]["sku"] == sku
        ]
        asked: dict[str, Any] = {"orderId": order["id"], "reason": "test", "cancelShipping": not lines}
        asked |= {"lines": lines} if lines else {}
        cancel = "mutation($i: CancelOrderInput!) { r: cancelOrder(input: $i) { __typename OR_ERROR } }"
        self.owner.do(cancel, i=asked)

    def move(self, code: str, state: str) -> None:
        """Bring an order into another state."""
        move = "mutation($id: ID!, $s: String!) { r: transitionOrderToState(id: $id, state: $s) { __typename OR_ERROR } }"
        self.owner.do(move, id=self.order(code)["id"], s=state)

    def change_address(self, code: str, address: Mapping[str, str]) -> None:
        """The buyer wants it elsewhere."""
        self.move(code, "Modifying")
        asked = {"orderId": self.order(code)["id"], "dryRun": False, "updateShippingAddress": dict(address)}
        modify = "mutation($i: ModifyOrderInput!) { r: modifyOrder(input: $i) { __typename OR_ERROR } }"
        self.owner.do(modify, i=asked)
        self.move(code, "PaymentSettled")

    def settle(self, code: str) -> None:
        """The money of an order that was only authorised comes in."""
        payment = self.order(code)["payments"][0]["id"]
        self.owner.do("mutation($id: ID!) { r: settlePayment(id: $id) { __typename OR_ERROR } }", id=payment)

    def fulfil(self, code: str, number: str, *lines: tuple[str, int]) -> str:
        """Somebody in the shop packs some of it without the desk; gives the fulfilment's id, still pending."""
        asked = {
            "lines": [{"orderLineId": line, "quantity": units} for line, units in lines],
            "handler": {
                "code": "manual-fulfillment",
                "arguments": [{"name": "method", "value": "DHL"}, {"name": "trackingCode", "value": number}],
            },
        }
        fulfil = "mutation($i: FulfillOrderInput!) { r: addFulfillmentToOrder(input: $i) { __typename OR_ERROR ... on Fulfillment { id } } }"
        assert code
        made: str = self.owner.do(fulfil, i=asked)["id"]
        return made

    def bring(self, fulfilment: str, state: str) -> None:
        """Bring a fulfilment into another state."""
        move = "mutation($id: ID!, $s: String!) { r: transitionFulfillmentToState(id: $id, state: $s) { __typename OR_ERROR } }"
        self.owner.do(move, id=fulfilment, s=state)

    def describe(self, sku: str, **fields: object) -> None:
        """What the shop's own fields say of goods."""
        self.owner.ask(
            "mutation($i: [UpdateProductVariantInput!]!) { updateProductVariants(input: $i) { id } }",
            i=[{"id": self.variants[sku], "customFields": fields}],
        )

    def stock(self, sku: str, units: int) -> None:
        """So many lie on the shop's own shelf."""
        counted = [{"id": self.variants[sku], "stockOnHand": units}]
        self.owner.ask(
            "mutation($i: [UpdateProductVariantInput!]!) { updateProductVariants(input: $i) { id } }",
            i=counted,
        )

    @contextlib.contextmanager
    def damaged(self, code: str, column: str, value: str) -> Iterator[None]:
        """For a while, something stands in an order's row that the shop's own program never writes."""
        place = f"""UPDATE "order" SET "{column}" = '{{}}' WHERE code = '{code}'"""
        kept = "kept_" + code.lower()
        run(self.database, f"""CREATE TABLE {kept} AS SELECT "{column}" FROM "order" WHERE code = '{code}'""")
        run(self.database, place.format(value))
        try:
            yield
        finally:
            back = place.replace("'{}'", f"""(SELECT "{column}" FROM {kept})""")
            run(self.database, f"{back}; DROP TABLE {kept}")

    # --- what is there from the beginning
    # -------------------------------------------------------------------------

    def furnish(self) -> None:
        """Goods, and what a packing desk needs: a role, an account with a token, an API key."""
        for sku, (name, price) in GOODS.items():
            said = [{"languageCode": "en", "name": name}]
            product = {"enabled": True, "translations": [{**said[0], "slug": sku.lower(), "description": ""}]}
            made = self.owner.ask(
                "mutation($i: CreateProductInput!) { r: createProduct(input: $i) { id } }", i=product
            )
            variant = {
                "productId": made["r"]["id"],
                "sku": sku,
                "price": price,
                "stockOnHand": 5000,
                "trackInventory": "TRUE",
                "translations": said,
            }
            (one,) = self.owner.ask(
                "mutation($i: [CreateProductVariantInput!]!) { r: createProductVariants(input: $i) { id } }",
                i=[variant],
            )["r"]
            self.variants[sku] = one["id"]
        self.token, self.api_key = self.hired("desk", "ReadOrder UpdateOrder ReadCatalog CreateApiKey")

    def hired(self, name: str, rights: str) -> tuple[str, str]:
        """An account with these rights; gives its token, and an API key where it may make one."""
        role = {"code": name, "description": name, "permissions": rights.split()}
        made = self.owner.ask("mutation($i: CreateRoleInput!) { r: createRole(input: $i) { id } }", i=role)
        mail = f"{name}@example.test"
        person = {"firstName": name, "lastName": name, "emailAddress": mail, "password": "secret"}
        self.owner.ask(
            "mutation($i: CreateAdministratorInput!) { createAdministrator(input: $i) { id } }",
            i={**person, "roleIds": [made["r"]["id"]]},
        )
        desk = Graph(self.admin_url)
        try:
            _log_in(desk, mail, "secret")
            if "CreateApiKey" not in rights:
                return desk.token, ""
            asked = {
                "roleIds": [made["r"]["id"]],
                "translations": [{"languageCode": "en", "name": name}],
            }
            key = desk.ask(
                "mutation($i: CreateApiKeyInput!) { r: createApiKey(input: $i) { apiKey } }", i=asked
            )
            return desk.token, key["r"]["apiKey"]
        finally:
            desk.close()

    def grant(self, role: str, rights: str) -> None:
        """These rights, and no others, has whoever has this role from now on."""
        roles = self.owner.ask(
            "query($c: String!) { roles(options: {filter: {code: {eq: $c}}}) { items { id } } }", c=role
        )
        asked = {"id": roles["roles"]["items"][0]["id"], "permissions": rights.split()}
        self.owner.ask("mutation($i: UpdateRoleInput!) { updateRole(input: $i) { id } }", i=asked)

    @contextlib.contextmanager
    def called(self, sku: str, other: str) -> Iterator[None]:
        """For a while, goods have another SKU."""
        self._call(sku, other)
        try:
            yield
        finally:
            self._call(sku, sku)

    def _call(self, sku: str, name: str) -> None:
        call = "mutation($i: [UpdateProductVariantInput!]!) { updateProductVariants(input: $i) { id } }"
        self.owner.ask(call, i=[{"id": self.variants[sku], "sku": name}])


def _log_in(session: Graph, name: str, password: str) -> None:
    session.do(
        "mutation($n: String!, $p: String!) { r: login(username: $n, password: $p) { __typename OR_ERROR } }",
        n=name,
        p=password,
    )


@contextlib.contextmanager
def shop() -> Iterator[Shop]:
    """The shop while it runs; it ends with its standard input, and its database after it."""
    with database() as stored:
        program = ShopProgram(stored)
        owner = Graph(f"http://127.0.0.1:{program.port}/admin-api")
        try:
            program.start()
            _log_in(owner, "superadmin", "superadmin")
            running = Shop(f"http://127.0.0.1:{program.port}", owner, program, stored)
            running.furnish()
            yield running
        finally:
            owner.close()
            program.end()
