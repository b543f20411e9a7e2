// Vendure as it comes, on 127.0.0.1: no plugin, its own order process, its own dummy payment and manual fulfilment.
// SHOP_PORT and SHOP_DATABASE_PORT say where; "ready" on stdout says when. It ends with its standard input.
process.env.VENDURE_DISABLE_TELEMETRY = "true";
const core = require("@vendure/core");
const { populateInitialData } = require("@vendure/core/cli");

const ownHandler = new core.FulfillmentHandler({
  code: "own-courier",
  description: [{ languageCode: core.LanguageCode.en, value: "Our own courier" }],
  args: { method: { type: "string" }, trackingCode: { type: "string" } },
  createFulfillment: (_ctx, _orders, _lines, args) => {
    if (args.trackingCode.endsWith("BAD")) throw new Error("no such street");
    return { method: `own ${args.method}`, trackingCode: args.trackingCode };
  },
});

const config = {
  logger: new core.DefaultLogger({ level: core.LogLevel.Error }),
  apiOptions: { hostname: "127.0.0.1", port: Number(process.env.SHOP_PORT) },
  authOptions: {
    tokenMethod: ["bearer", "api-key"],
    superadminCredentials: { identifier: "superadmin", password: "superadmin" },
  },
  dbConnectionOptions: {
    type: "postgres",
    host: "127.0.0.1",
    port: Number(process.env.SHOP_DATABASE_PORT),
    username: "shop",
    database: "postgres",
    synchronize: true,
    logging: false,
  },
  // what shops have of their own: fields, and a way of fulfilling beside Vendure's
  customFields: {
    ProductVariant: [
      { name: "gtin", type: "string", nullable: true },
      { name: "weightGrams", type: "float", nullable: true },
    ],
    Order: [{ name: "note", type: "text", nullable: true }],
  },
  shippingOptions: { fulfillmentHandlers: [core.manualFulfillmentHandler, ownHandler] },
  paymentOptions: { paymentMethodHandlers: [core.dummyPaymentHandler] },
};

const dummy = (name, settle) => ({
  name,
  handler: { code: "dummy-payment-handler", arguments: [{ name: "automaticSettle", value: String(settle) }] },
});
const initial = {
  defaultLanguage: core.LanguageCode.en,
  defaultZone: "World",
  countries: [
    ["DE", "Germany"],
    ["FR", "France"],
    ["PL", "Poland"],
    ["GR", "Greece"],
    ["UA", "Ukraine"],
    ["US", "United States of America"],
    ["CN", "China"],
  ].map(([code, name]) => ({ code, name, zone: "World" })),
  taxRates: [{ name: "Standard", percentage: 19 }],
  shippingMethods: [
    { name: "Standard Shipping", price: 490 },
    { name: "Express", price: 990 },
    { name: "Download", price: 0 },
  ],
  paymentMethods: [dummy("Settled", true), dummy("Authorized", false)],
  collections: [],
};

(async () => {
  const app = await core.bootstrap(config);
  const countries = app.get(core.TransactionalConnection).rawConnection.getRepository(core.Country);
  if ((await countries.count()) === 0) await populateInitialData(app, initial);
  await app.get(core.JobQueueService).start();
  process.stdout.write("ready\n");
  process.stdin.resume();
  process.stdin.on("end", () => process.exit(0));
})().catch((error) => {
  process.stderr.write(`${error.stack || error}\n`);
  process.exit(1);
});
