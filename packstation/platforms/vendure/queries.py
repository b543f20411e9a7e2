"""What the shop is asked, in its own language (GraphQL, Admin API of Vendure 3.7)."""

from __future__ import annotations

_ERROR = "... on ErrorResult { errorCode message }"

ORDER = """
id code state orderPlacedAt currencyCode
customer { firstName lastName }
shippingAddress {
fullName company streetLine1 streetLine2 city province postalCode countryCode country phoneNumber }
lines { id quantity orderPlacedQuantity unitPriceWithTax productVariant { id sku name } }
fulfillments { id state method trackingCode updatedAt lines { orderLineId quantity } }
"""
"""All that the desk wants to know of an order."""

ORDERS = (
    f"query($options: OrderListOptions!) {{ orders(options: $options) {{ totalItems items {{ {ORDER} }} }}"
    " globalSettings { serverConfig { moneyStrategyPrecision } } }"
)

NAMES = "query($options: OrderListOptions!) { orders(options: $options) { items { id code orderPlacedAt } } }"
"""Orders by what even a damaged one can tell of itself."""

ME = "query { me { id } }"
"""Who we are by our token; an API key is nobody, though it may do all that its role may (measured)."""

LOGIN = f"""mutation($name: String!, $password: String!) {{
result: login(username: $name, password: $password) {{ __typename {_ERROR} }} }}"""

FULFIL = f"""mutation($input: FulfillOrderInput!) {{ result: addFulfillmentToOrder(input: $input) {{
__typename ... on Fulfillment {{ id state }} {_ERROR}
... on InsufficientStockOnHandError {{ productVariantName stockOnHand }} }} }}"""

MOVE = f"""mutation($id: ID!, $state: String!) {{
result: transitionFulfillmentToState(id: $id, state: $state) {{
__typename ... on Fulfillment {{ id state }} {_ERROR}
... on FulfillmentStateTransitionError {{ transitionError fromState toState }} }} }}"""
