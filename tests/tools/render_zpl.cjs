// Draws ZPL as an independent reader of the language sees it, as long as somebody asks.
// A line in: {"zpl", "width_mm", "height_mm", "dots_per_mm"}; a line out: the PNG in base 64, or {"error"}.
const path = require("path");
const readline = require("readline");

(async () => {
  const { api } = await (await require(path.join(process.argv[2], "zpl-renderer-js"))).ready;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    let answer;
    try {
      const { zpl, width_mm, height_mm, dots_per_mm } = JSON.parse(line);
      const labels = await api.zplToBase64MultipleAsync(zpl, width_mm, height_mm, dots_per_mm);
      answer = { labels };
    } catch (error) {
      answer = { error: String(error) };
    }
    process.stdout.write(JSON.stringify(answer) + "\n");
  }
  process.exit(0);
})().catch((error) => {
  process.stderr.write(String(error) + "\n");
  process.exit(1);
});
