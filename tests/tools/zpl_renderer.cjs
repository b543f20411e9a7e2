// Draws labels with an independent renderer: a line of JSON in (zpl, mm wide, mm high, dots/mm), one of base64 PNGs out.
const { ready } = require("zpl-renderer-js");
const { createInterface } = require("readline");
(async () => {
  const { api } = await ready;
  // not before: lines that come while nobody listens are lost
  for await (const line of createInterface({ input: process.stdin })) {
    const [zpl, wide, high, dots] = JSON.parse(line);
    const pictures = await api.zplToBase64MultipleAsync(zpl, wide, high, dots);
    process.stdout.write(`${JSON.stringify(pictures)}\n`);
  }
  process.exit(0);
})().catch((error) => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
